"""Whether the ledger's heads stand on records that are kept.

`departures` follows every chain from its first record: exact, and it reads all there is. `unproved` looks
for the heads' last commits among the records of late, which is what an audit by the clock can afford; what it
does not find, `departures` then decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from specfold.eventlog.commit import Head, Record, Verdict, advanced, decide
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.envelope import commit_of
from specfold.eventlog.skips import skips_in
from specfold.recovery.replay import in_order


@dataclass(frozen=True, slots=True)
class Departure:
    """A key of which the records do not give the ledger's head."""

    key: str
    why: Literal[
        "lost",  # the ledger knows a commit that stands in no record
        "gap",  # a record stands on a commit that is in no record
    ]
    ledger: Head | None
    found: Head  # as far as the records go

    def __str__(self) -> str:
        wanted = f"at version {self.ledger.version}" if self.ledger else "without it"
        return f"{self.key}: {self.why}; the ledger is {wanted}, the records end at {self.found.version}"


def departures(records: Iterable[Record], ledger: Mapping[str, Head]) -> Iterator[Departure]:
    """Where the ledger's heads are not on the chains that the records make.

    The records must be all there are: the whole archive and what the stream holds. They may have gone further
    than the ledger, which was read before. Verdicts alone are folded; no handler is asked.
    """
    seen = set()
    for key, own in groupby(in_order(records), key=lambda record: record.key):
        seen.add(key)
        departure = _followed(key, list(own), ledger.get(key))
        if departure is not None:
            yield departure
    for key in sorted(ledger.keys() - seen):
        yield Departure(key, "lost", ledger[key], Head())


def unproved(records: Iterable[Record], cursors: Mapping[str, Cursor]) -> set[str]:
    """Keys of the ledger whose last commit should stand among these records of late, and does not.

    `records` begin somewhere. A key whose last record stands before the first of its shard is not looked for:
    an earlier audit has. A key whose last record was void may be told though its last commit is only older.
    """
    begins: dict[tuple[int, str], str] = {}
    left = {key: cursor for key, cursor in cursors.items() if cursor.top}
    for record in records:
        place = record.epoch, record.shard
        begins[place] = min(record.seq, begins.get(place, record.seq))
        cursor = left.get(record.key)
        if cursor is not None:
            commit = commit_of(record.data, record.key)
            if commit is not None and commit.id == cursor.top:
                del left[record.key]
    return {key for key, cursor in left.items() if _since(begins, cursor)}


def _since(begins: Mapping[tuple[int, str], str], cursor: Cursor) -> bool:
    first = begins.get((cursor.epoch, cursor.shard))
    return first is not None and cursor.seq >= first


def _followed(key: str, records: Sequence[Record], wanted: Head | None) -> Departure | None:
    head, met = Head(), wanted in (None, Head())
    skips = skips_in(records)
    for record in records:
        commit = commit_of(record.data, record.key)
        verdict = decide(head, commit, skips.get((record.key, record.identity)))
        if verdict is Verdict.HOLD:
            return Departure(key, "gap", wanted, head)
        if verdict is Verdict.ACCEPT and commit is not None:
            head = advanced(head, commit)
            met = met or head == wanted
    return None if met else Departure(key, "lost", wanted, head)
