"""A reader's place along one key of the log."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Set
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specfold.eventlog.commit import RULES, Commit, Head, Order, Record, Verdict, advanced, decide
from specfold.eventlog.envelope import Entry, type_name
from specfold.eventlog.skips import Skips, skips_in
from specfold.model.errors import NEWER, OUTDATED, NewerEvent, StateOutdated, described
from specfold.model.messages import Catalog, Event

_NAMES: Final = 16  # unread types that a cursor keeps by name; of more, it keeps digests
_DIGESTS: Final = 256  # digests that a cursor keeps; at more types its key is stopped
_MARK: Final = "#"  # how a digest begins; no event type of ours does


class Status(Enum):
    """Whether a key goes on."""

    OK = "ok"
    HELD = "held"  # the input has a gap or a wrong order: repair(key) repairs it
    PARKED = "parked"  # a handler raised: repair(key) once it is repaired


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
    # CloudEvents types that the code could not read: what it stopped at, and what it passed over; by spaces.
    # The first are names, the others digests of names.
    unread: str = ""
    done: str = ""  # of a policy: how many commands of the next record have an outcome; see `Issues.done`

    @property
    def head(self) -> Head:
        """What the rule compares a commit with."""
        return Head(self.version, self.top)

    @property
    def newer(self) -> bool:
        """Whether it stopped at an event newer than the code: newer code resumes the key by itself."""
        return self.status is Status.PARKED and self.error.startswith(NEWER)

    @property
    def outdated(self) -> bool:
        """Whether it stopped at a stored state or row that does not read: a repair folds it again."""
        return self.status is Status.PARKED and self.error.startswith(OUTDATED)

    @property
    def names(self) -> str:
        """The unread types that are kept by name, separated by spaces."""
        return " ".join(one for one in self.unread.split() if not one.startswith(_MARK))

    @property
    def order(self) -> Order:
        """The order of the last record judged."""
        return self.epoch, self.seq

    def past(self, record: Record, head: Head | None = None) -> Cursor:
        """The cursor after this record; with a new head if it was accepted."""
        version, top = (head.version, head.top) if head else (self.version, self.top)
        at = {"epoch": record.epoch, "seq": record.seq, "shard": record.shard}
        return replace(self, version=version, top=top, done="", **at)

    def stopped(self, status: Status, error: str, record: Record | None = None) -> Cursor:
        """The cursor where it stands, going no further; `record` is the one that it does not take."""
        by, since = (record.place, record.arrived) if record else ("", 0)
        return replace(self, status=status, error=error, by=by, since=since)

    def failed(self, error: Exception, record: Record | None = None) -> Cursor:
        """The cursor where it is, stopped: a handler raised this, or an event is newer than the code."""
        if isinstance(error, NewerEvent):
            first = sorted({*filter(storable, error.types.split())})
            names, digests = _noted([*first, *(n for n in self.names.split() if n not in first)], self)
            unread = " ".join([*names, *digests[:_DIGESTS]])
            return replace(self.stopped(Status.PARKED, str(error), record), unread=unread)
        if isinstance(error, StateOutdated):
            return self.stopped(Status.PARKED, f"{OUTDATED}{error}", record)
        return self.stopped(Status.PARKED, described(error), record)

    def passing(self, types: Set[str], before: Cursor) -> Cursor:
        """The cursor with these unread types and those of `before`; newer code folds such a key again.

        Raises:
            NewerEvent: there are more types than a cursor can note.
        """
        added = [type for type in types if storable(type) and not before.noted(type)]
        if not added:
            return self if before.unread == self.unread else replace(self, unread=before.unread)
        names, digests = _noted([*before.names.split(), *sorted(added)], before)
        if len(digests) > _DIGESTS:
            why = f"its history has more than {_NAMES + _DIGESTS} event types that this code does not know"
            raise NewerEvent(before.names, why)
        return replace(self, unread=" ".join([*names, *digests]))

    def noted(self, type: str) -> bool:
        """Whether an event type is among those that were not read."""
        unread = self.unread.split()
        return bool(unread) and (type in unread or _digest(type) in unread)

    def reads(self, catalog: Catalog, wanted: frozenset[type[Event]]) -> bool:
        """Whether this code reads, and wants, an event that was not read when the cursor was written."""
        if not self.unread:
            return False
        able = (known for known in catalog if catalog.gives(known.type, known.version, wanted))
        return any(self.noted(type_name(known)) for known in able)

    def stopped_as(self, other: Cursor) -> Cursor:
        """The cursor where it stands, stopped for the reason of another."""
        return replace(
            self,
            status=other.status,
            error=other.error,
            by=other.by,
            since=other.since,
            unread=other.unread,
        )

    def missing(self, entries: Iterable[Entry]) -> Cursor:
        """The cursor of a stopped key as these come and are passed over."""
        return replace(self, missed=self.missed + sum(1 for _ in entries))


def storable(type: str) -> bool:
    """Whether a cursor can note an event type; others are names of no event of any code."""
    return len(type) <= 128 and type.isprintable() and " " not in type


def _noted(names: list[str], before: Cursor) -> tuple[list[str], list[str]]:
    """Unread types as a cursor keeps them: the first by name, the others as digests beside those it has."""
    digests = {one for one in before.unread.split() if one.startswith(_MARK)} | {
        _digest(name) for name in names[_NAMES:]
    }
    return sorted(names[:_NAMES]), sorted(digests)


@lru_cache(1024)
def _digest(type: str) -> str:
    return _MARK + urlsafe_b64encode(sha256(type.encode()).digest()[:6]).decode()


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
            verdict = decide(cursor.head, entry.commit, entry.skip)
            reason = _held(entry.commit) if verdict is Verdict.HOLD else ""
        if verdict is Verdict.HOLD:
            cursor = cursor.stopped(Status.HELD, reason, record)
        elif verdict is Verdict.ACCEPT and entry.commit:
            cursor = cursor.past(record, advanced(cursor.head, entry.commit))
        else:
            cursor = cursor.past(record)
        yield Step(entry, verdict, cursor)


def _held(commit: Commit | None) -> str:
    if commit and commit.rule not in RULES:
        return f"a later rule: the record was written by a newer rule ({commit.rule}) than this code knows"
    return "a gap: the record stands on a commit not read"


def grouped(
    records: Iterable[Record], catalog: Catalog, skips: Skips | None = None
) -> dict[str, list[Entry]]:
    """Records read and gathered by key, each key's in the order of the log; one of each identity.

    `skips` are all that are known; where they are not given, those among the records are.
    """
    distinct = {record.identity: record for record in records}
    known = skips_in(distinct.values()) if skips is None else skips
    groups: dict[str, list[Entry]] = {}
    for record in sorted(distinct.values(), key=lambda record: record.order):
        skip = known.get((record.key, record.identity)) if known else None
        groups.setdefault(record.key, []).append(Entry(record, catalog, skip))
    return groups
