"""The ports of a history: at each call something may happen to the one who calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from specfold.eventlog.commit import Position, Record
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import CommandItem, LedgerItem, RowKey, ViewItem
from specfold.model.errors import OutcomeUnknown, Throttled, Unavailable
from specfold.model.service import View
from specfold.storage.memory_ports import MemoryCursors, MemoryLedger, MemoryViews

from tests.proof.log import Log

Point = Callable[[str], str]  # is told where a process stands; may raise; gives what is to happen there


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


def unavailable(point: str) -> Exception:
    """What a port raises when it fails there."""
    kinds = {"put": Throttled, "put done": OutcomeUnknown}
    return kinds.get(point, Unavailable)("struck")


class PointedLedger(MemoryLedger):
    """A ledger with points. `behind` is how many writes an inconsistent read lags."""

    point: Point
    behind = 0

    def read(self, key: str, *, consistent: bool = False) -> LedgerItem | None:
        self.point("read")
        self.lag = lambda: self.behind
        return super().read(key, consistent=consistent)

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        self.point("read many")
        return super().read_many(keys)

    def command(self, id: str) -> CommandItem | None:
        self.point("command")
        return super().command(id)


class PointedViews(MemoryViews):
    """Views with points."""

    point: Point

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        self.point("load")
        return super().load(view, keys)

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, Any]:
        self.point("targets")
        return super().targets(view, keys)


class PointedCursors(MemoryCursors):
    """Policies' cursors with points."""

    point: Point

    def load(self, policy: str, keys: Sequence[str]) -> Mapping[str, Cursor]:
        self.point("cursors")
        return super().load(policy, keys)


@dataclass
class Writer:
    """The log as writers see it."""

    log: Log
    point: Point

    def put(self, key: str, data: bytes) -> Position:
        fate = self.point("put")
        if fate == "unknown":
            raise OutcomeUnknown("never sent")
        if fate == "fly":
            self.log.flying.append((key, data))
            raise OutcomeUnknown("on its way")
        position = self.log.append(key, data)
        if fate == "twice":  # it was sent again below us, and both landed
            self.log.append(key, data)
        self.point("put done")
        return position


@dataclass
class Archived:
    """The archive as repairs see it."""

    log: Log
    point: Point

    def records(self, key: str | None = None, since: int | None = None) -> Iterator[Record]:
        self.point("archive")
        return (r for r in self.log.archive(key) if since is None or r.arrived >= since)


@dataclass
class Streamed:
    """The stream as repairs see it."""

    log: Log
    point: Point

    def records(self, key: str) -> Iterator[Record]:
        self.point("stream")
        return self.log.stream(key)
