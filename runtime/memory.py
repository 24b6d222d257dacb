"""The ports in memory: for tests, and for a service that runs whole in one process.

Faithful where it matters: conditions that fail, writes that are all or nothing, reads that may be stale,
records that are delivered again. A `Fault` may strike at every step, before or after it takes effect.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from runtime.commit import Position, Record, padded
from runtime.cursor import Cursor
from runtime.errors import InvalidPageToken, Unavailable
from runtime.ports import (
    CommandItem,
    CursorStep,
    LedgerItem,
    LedgerStep,
    RowKey,
    TargetRow,
    ViewItem,
    ViewUnit,
)
from runtime.service import View
from runtime.tables import KeyValue, StoredPage, StoredRow

U = TypeVar("U")
Fault = Callable[[str], None]  # is told the point ("put", "put done", "write", "write done"); may raise


def no_fault(_point: str) -> None:
    """Nothing strikes."""


def _as_expected(found: Cursor | None, expected: Cursor | None) -> bool:
    def place(cursor: Cursor | None) -> object:
        return cursor and (cursor.version, cursor.top, cursor.epoch, cursor.seq, cursor.status, cursor.missed)

    return place(found) == place(expected)


@dataclass
class MemoryClock:
    """Time that passes only when somebody sleeps; `on_sleep` is what the world does meanwhile."""

    at: datetime = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
    on_sleep: Callable[[], None] = lambda: None
    slept: float = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.slept)

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.on_sleep()


@dataclass
class MemoryIds:
    """Ids that count, so that a test gives the same ids again."""

    count: int = 0

    def new(self) -> str:
        self.count += 1
        return str(UUID(int=self.count, version=4))


@dataclass
class MemoryLog:
    """The log of one channel: writer's port, stream source and archive in one."""

    clock: MemoryClock = field(default_factory=MemoryClock)
    shards: int = 2
    epoch: int = 1
    fault: Fault = no_fault
    entries: list[Record] = field(default_factory=list)  # in log order

    def put(self, key: str, data: bytes) -> Position:
        self.fault("put")
        shard = f"shardId-{zlib.crc32(key.encode()) % self.shards:012d}"
        arrived = int(self.clock.now().timestamp() * 1000)
        seq = padded(str(len(self.entries) + 1))
        record = Record(self.epoch, shard, seq, arrived, key, data)
        self.entries.append(record)
        self.fault("put done")
        return Position(self.epoch, shard, seq)

    def records(self, key: str | None = None, since: int | None = None) -> Iterator[Record]:
        """The records of one key or of all: the log keeps everything."""
        own = [record for record in self.entries if key in (None, record.key)]
        return iter([record for record in own if since is None or record.arrived >= since])


@dataclass
class MemoryLedger:
    """The ledger of one service. An inconsistent read lags by as many writes of the key as `lag` says."""

    lag: Callable[[], int] = lambda: 0
    fault: Fault = no_fault
    commands: dict[str, CommandItem] = field(default_factory=dict)
    _history: dict[str, list[LedgerItem]] = field(default_factory=lambda: defaultdict(list))

    @property
    def items(self) -> dict[str, LedgerItem]:
        """The items as they stand."""
        return {key: history[-1] for key, history in self._history.items() if history}

    def read(self, key: str, *, consistent: bool = False) -> LedgerItem | None:
        history = self._history.get(key, [])
        seen = len(history) - (0 if consistent else min(self.lag(), len(history)))
        return history[seen - 1] if seen else None

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        return {key: self._history[key][-1] for key in keys if self._history.get(key)}

    def command(self, id: str) -> CommandItem | None:
        return self.commands.get(id)

    def write(self, steps: Sequence[LedgerStep]) -> frozenset[str]:
        return frozenset(step.key for step in steps if not _struck(self.fault, self._step, step))

    def _step(self, step: LedgerStep) -> bool:
        history = self._history[step.key]
        if not _as_expected(history[-1].cursor if history else None, step.expected):
            return False
        history.append(step.item)
        self.commands.update({command.id: command for command in step.commands})
        return True


def _struck(fault: Fault, write: Callable[[U], bool], unit: U) -> bool:
    """Write a unit under faults: what is not known to be written counts as not written."""
    try:
        fault("write")
        done = write(unit)
        fault("write done")
    except Unavailable:
        return False
    return done


class MemoryViews:
    """The read models of one service."""

    def __init__(self, views: Iterable[View[Any]], fault: Fault = no_fault) -> None:
        self.fault = fault
        self._views = {view.name: view for view in views}
        self._items: dict[tuple[str, RowKey], ViewItem] = {}  # per aggregate
        self._cursors: dict[tuple[str, str], Cursor] = {}  # otherwise
        self._rows: dict[tuple[str, RowKey], TargetRow] = {}

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        if view.per_aggregate:
            found = {key: self._items.get((view.name, row)) for key, row in keys.items()}
            return {key: item for key, item in found.items() if item}
        cursors = {key: self._cursors.get((view.name, key)) for key in keys}
        return {key: ViewItem(cursor=cursor) for key, cursor in cursors.items() if cursor}

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, TargetRow]:
        return {key: self._rows[view.name, key] for key in keys if (view.name, key) in self._rows}

    def write(self, view: View[Any], units: Sequence[ViewUnit]) -> frozenset[str]:
        write = self._own if view.per_aggregate else self._gathered
        lost = [unit for unit in units if not _struck(self.fault, partial(write, view.name), unit)]
        return frozenset(step.key for unit in lost for step in unit.steps)

    def _own(self, view: str, unit: ViewUnit) -> bool:
        (step,), (row,) = unit.steps, unit.rows
        found = self._items.get((view, row.key))
        if not _as_expected(found.cursor if found else None, step.expected):
            return False
        self._items[view, row.key] = ViewItem(cursor=step.cursor, row=_wire(row.members))
        return True

    def _gathered(self, view: str, unit: ViewUnit) -> bool:
        steps = all(_as_expected(self._cursors.get((view, step.key)), step.expected) for step in unit.steps)
        if not steps or any(self._revision(view, row.key) != row.expected for row in unit.rows):
            return False
        self._cursors.update({(view, step.key): step.cursor for step in unit.steps})
        for row in unit.rows:
            self._rows.pop((view, row.key), None)
            if row.members is not None:
                target = TargetRow(members=_wire(row.members) or {}, revision=row.revision)
                self._rows[view, row.key] = target
        return True

    def _revision(self, view: str, key: RowKey) -> str | None:
        found = self._rows.get((view, key))
        return found.revision if found else None

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None:
        return self._shown(view).get(tuple(key))

    def rows(
        self, view: str, index: str, partition: KeyValue, *, limit: int, after: str | None, newest_first: bool
    ) -> StoredPage:
        by = self._views[view].indexes[index]

        def place(entry: tuple[RowKey, StoredRow]) -> tuple[Any, RowKey]:
            return (entry[1].members[by.sort] if by.sort else ""), entry[0]

        indexed = [
            entry
            for entry in self._shown(view).items()
            if entry[1].members.get(by.partition) == partition
            and (by.sort is None or by.sort in entry[1].members)
        ]
        indexed.sort(key=place, reverse=newest_first)
        first = 0
        if after is not None:
            last = _place_of(after)
            passed = [place(e) >= last if newest_first else place(e) <= last for e in indexed]
            first = sum(passed)
        page = indexed[first : first + limit]
        more = len(indexed) > first + limit
        token = base64.urlsafe_b64encode(json.dumps(place(page[-1])).encode()).decode() if more else None
        return StoredPage(rows=[row for _, row in page], next=token)

    def version(self, view: str, key: Sequence[KeyValue]) -> int:
        item = self._items.get((view, tuple(key)))
        return item.cursor.version if item else 0

    def _shown(self, view: str) -> dict[RowKey, StoredRow]:
        own = {
            key: StoredRow(item.row, item.cursor.version)
            for (name, key), item in self._items.items()
            if name == view and item.row is not None
        }
        return own | {k: StoredRow(row.members, 0) for (name, k), row in self._rows.items() if name == view}

    def tables(self) -> dict[str, dict[RowKey, Mapping[str, Any]]]:
        """Every row of every view: what a replay must give again."""
        return {view: {key: row.members for key, row in self._shown(view).items()} for view in self._views}

    def cursors(self) -> dict[tuple[str, str | RowKey], Cursor]:
        """Every cursor, by view and source key (row key, where the view is per aggregate)."""
        found: dict[tuple[str, str | RowKey], Cursor] = {}
        found.update(self._cursors.items())
        found.update((key, item.cursor) for key, item in self._items.items())
        return found


def _place_of(token: str) -> tuple[Any, RowKey]:
    try:
        sort, key = json.loads(base64.urlsafe_b64decode(token))
        return sort, tuple(key)
    except (ValueError, TypeError) as error:
        raise InvalidPageToken from error


def _wire(members: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What comes back from a store: plain JSON, and nothing shared with the writer."""
    return None if members is None else json.loads(json.dumps(members))


@dataclass
class MemoryCursors:
    """The cursors of policies."""

    fault: Fault = no_fault
    stored: dict[tuple[str, str], Cursor] = field(default_factory=dict)

    def load(self, policy: str, keys: Sequence[str]) -> Mapping[str, Cursor]:
        return {key: self.stored[policy, key] for key in keys if (policy, key) in self.stored}

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        write = partial(self._step, policy)
        return frozenset(step.key for step in steps if not _struck(self.fault, write, step))

    def _step(self, policy: str, step: CursorStep) -> bool:
        if not _as_expected(self.stored.get((policy, step.key)), step.expected):
            return False
        self.stored[policy, step.key] = step.cursor
        return True


@dataclass
class MemoryRepairs:
    """Keys that were sent to be repaired; `mend` is what repairs them, at once."""

    mend: Callable[[str, str], object] | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, channel: str, key: str) -> None:
        self.asked.append((channel, key))
        if self.mend:
            self.mend(channel, key)
