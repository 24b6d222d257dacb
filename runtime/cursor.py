"""A reader's place along one key of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from runtime.commit import Head, Order, Record, Verdict, advanced, decide
from runtime.envelope import Entry
from runtime.messages import Catalog


class Status(Enum):
    """Whether a key goes on."""

    OK = "ok"
    HELD = "held"  # the input has a gap or a wrong order: repair(key) mends it
    PARKED = "parked"  # a handler raised: repair(key) once it is mended


class Cursor(Struct, frozen=True, kw_only=True, gc=False):
    """How far one reader (ledger, view or policy) has come along one key, and whether it goes on."""

    version: int = 0
    top: str | None = None
    epoch: int = 0
    seq: str = ""  # padded, of the last record judged; "" before the first
    shard: str = ""
    status: Status = Status.OK
    error: str = ""  # why it is held or parked; never holds a payload
    by: str = ""  # the place of the record that it does not take; "" where that is not known
    since: int = 0  # when that record arrived, ms since 1970: what came since then does not show
    missed: int = 0  # records met since it stopped: a repair that has not seen them loses its condition

    @property
    def head(self) -> Head:
        """What the rule compares a commit with."""
        return Head(self.version, self.top)

    @property
    def order(self) -> Order:
        """The order of the last record judged."""
        return self.epoch, self.seq

    def past(self, record: Record, head: Head | None = None) -> Cursor:
        """The cursor after this record; with a new head if it was accepted."""
        version, top = (head.version, head.top) if head else (self.version, self.top)
        return replace(self, version=version, top=top, epoch=record.epoch, seq=record.seq, shard=record.shard)

    def stopped(self, status: Status, error: str, record: Record | None = None) -> Cursor:
        """The cursor where it stands, going no further; `record` is the one that it does not take."""
        by, since = (record.place, record.arrived) if record else ("", 0)
        return replace(self, status=status, error=error, by=by, since=since)

    def stopped_as(self, other: Cursor) -> Cursor:
        """The cursor where it stands, stopped for the reason of another."""
        return replace(self, status=other.status, error=other.error, by=other.by, since=other.since)

    def missing(self, entries: Iterable[Entry]) -> Cursor:
        """The cursor of a stopped key as these come and are passed over."""
        return replace(self, missed=self.missed + sum(1 for _ in entries))


START = Cursor()


class Step(Struct, frozen=True):
    """One record, judged, and the cursor after it."""

    entry: Entry
    verdict: Verdict
    cursor: Cursor


Known = Callable[[Entry, Cursor], bool]  # whether a record is known to be part of what a cursor stands on


def follow(cursor: Cursor, entries: Iterable[Entry], known: Known) -> Iterator[Step]:
    """Judge the records of one key, in order, from a cursor on; redelivered ones are passed over in silence.

    Ends at the first HOLD, with a held cursor. A record from before the cursor, but of another shard, that is
    not `known` came in a wrong order: the key is suspect.
    """
    for entry in entries:
        if cursor.status is Status.HELD:
            return
        record = entry.record
        if record.order <= cursor.order:
            # Streams name their shards alike: a shard of another epoch is another shard.
            if (record.epoch, record.shard) == (cursor.epoch, cursor.shard) or known(entry, cursor):
                continue
            verdict, reason = Verdict.HOLD, "suspect: an unknown record of another shard came late"
        else:
            verdict = decide(cursor.head, entry.commit)
            reason = "a gap: the record stands on a commit not read"
        if verdict is Verdict.HOLD:
            cursor = cursor.stopped(Status.HELD, reason, record)
        elif verdict is Verdict.ACCEPT and entry.commit:
            cursor = cursor.past(record, advanced(cursor.head, entry.commit))
        else:
            cursor = cursor.past(record)
        yield Step(entry, verdict, cursor)


def grouped(records: Iterable[Record], catalog: Catalog) -> dict[str, list[Entry]]:
    """Records read and gathered by key, each key's in the order of the log; one of each identity."""
    distinct = {record.identity: record for record in records}
    groups: dict[str, list[Entry]] = {}
    for record in sorted(distinct.values(), key=lambda record: record.order):
        groups.setdefault(record.key, []).append(Entry(record, catalog))
    return groups
