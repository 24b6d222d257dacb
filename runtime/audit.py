"""The auditor: does the archive hold what the stream held, and does the ledger stand on it?

Firehose gives a batch up after its last try, and an object can be lost. The stream still has the records, for
as long as its retention: so a closed window of it is read once more, its identities are compared with the
archive, and the lines that are missing are written under `repair/`. What the stream has lost too is found by
the ledger's heads alone: a last commit leaves no gap behind. That is reported, and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from runtime.commit import Head, Record, Verdict, advanced, decide
from runtime.envelope import commit_of
from runtime.replay import in_order


@dataclass(frozen=True, slots=True)
class Window:
    """Arrival times in ms since 1970, from `since` up to, and without, `until`.

    It is closed once Firehose has had its time for it: up to 15 minutes of buffer, and 2 hours of tries.
    """

    since: int
    until: int

    def __contains__(self, record: Record) -> bool:
        return self.since <= record.arrived < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a comparison gave."""

    expected: int  # records that the stream has in the window
    missing: tuple[Record, ...]  # ... and the archive has not, in the order of the log
    changed: tuple[
        Record, ...
    ]  # ... and the archive has under the same identity with other content: as archived
    strange: tuple[Record, ...]  # in the window of the archive, and not in the stream: as archived

    @property
    def whole(self) -> bool:
        """Whether the archive is right."""
        return not (self.missing or self.changed or self.strange)


def audited(window: Window, stream: Iterable[Record], archive: Iterable[Record]) -> Audit:
    """Compare the records of a closed window. Both may hold others too, in any order and any number of times.

    A window that the stream does not hold whole any more has strange records in plenty.
    """
    held = {record.identity: record for record in stream if record in window}
    kept: set[tuple[int, str, str]] = set()
    changed, strange = [], []
    for record in archive:
        found = held.get(record.identity)
        if found is None:
            if record in window:
                strange.append(record)
            continue
        kept.add(record.identity)
        if (found.key, found.data) != (record.key, record.data):
            changed.append(record)
    missing = sorted(
        (record for identity, record in held.items() if identity not in kept), key=lambda r: r.order
    )
    return Audit(
        expected=len(held), missing=tuple(missing), changed=tuple(changed), strange=tuple(in_order(strange))
    )


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


def departures(records: Iterable[Record], ledger: Mapping[str, Head]) -> Iterator[Departure]:
    """Where the ledger's heads are not on the chains that the records make.

    The records must be all there are: the whole archive and what the stream holds. They may have gone further
    than the ledger, which was read before. Verdicts alone are folded; no handler is asked.
    """
    seen = set()
    for key, own in groupby(in_order(records), key=lambda record: record.key):
        seen.add(key)
        departure = _followed(key, own, ledger.get(key))
        if departure is not None:
            yield departure
    for key in sorted(ledger.keys() - seen):
        yield Departure(key, "lost", ledger[key], Head())


def _followed(key: str, records: Iterable[Record], wanted: Head | None) -> Departure | None:
    head, met = Head(), wanted in (None, Head())
    for record in records:
        commit = commit_of(record.data, record.key)
        verdict = decide(head, commit)
        if verdict is Verdict.HOLD:
            return Departure(key, "gap", wanted, head)
        if verdict is Verdict.ACCEPT and commit is not None:
            head = advanced(head, commit)
            met = met or head == wanted
    return None if met else Departure(key, "lost", wanted, head)
