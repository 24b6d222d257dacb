"""The ports in memory: for tests, and for a service that runs whole in one process.

Faithful where it matters: conditions that fail, writes that are all or nothing, reads that may be stale,
records that are delivered again. A `Fault` may strike at every step, before or after it takes effect.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from msgspec.structs import replace

from specfold.eventlog.commit import Position, Record, padded
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import CommandItem, CursorStep, LedgerItem, LedgerStep
from specfold.storage.attributes import MAX_ITEM, size, too_large
from specfold.storage.conditions import Fault, as_expected, no_fault, written
from specfold.storage.cursor_items import PK, ledger_attributes, refused
from specfold.storage.memory_rows import OURS, MemoryViews
from specfold.telemetry.signals import signal

__all__ = [
    "Fault",
    "MemoryClock",
    "MemoryCursors",
    "MemoryIds",
    "MemoryLedger",
    "MemoryLog",
    "MemoryRepairs",
    "MemoryViews",
    "no_fault",
]


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
        return frozenset(step.key for step in steps if not written(self.fault, self._step, step))

    def _step(self, step: LedgerStep) -> bool:
        history = self._history[step.key]
        if not as_expected(history[-1].cursor if history else None, step.expected):
            return False
        reason = _refused(step)
        if reason:
            signal("parked", key=step.key, error=reason)
            cursor = refused(step.item.cursor, step.item.cursor, reason)
            history.append(replace(history[-1] if history else LedgerItem(cursor=cursor), cursor=cursor))
        else:
            history.append(step.item)
        self.commands.update({command.id: command for command in step.commands})
        return not reason


def _refused(step: LedgerStep) -> str:
    """Why DynamoDB can never take an aggregate's item; empty if it can."""
    if len(step.item.state or b"") < MAX_ITEM - OURS:
        return ""
    return too_large(size({PK: {"S": step.key}} | ledger_attributes(step.item)))


@dataclass
class MemoryCursors:
    """The cursors of policies."""

    fault: Fault = no_fault
    stored: dict[tuple[str, str], Cursor] = field(default_factory=dict)
    starts: dict[str, int | None] = field(default_factory=dict)  # of policies; 0 where nothing is said

    def started(self, policy: str) -> int | None:
        return self.starts.get(policy, 0)

    def load(self, policy: str, keys: Sequence[str]) -> Mapping[str, Cursor]:
        return {key: self.stored[policy, key] for key in keys if (policy, key) in self.stored}

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        write = partial(self._step, policy)
        return frozenset(step.key for step in steps if not written(self.fault, write, step))

    def _step(self, policy: str, step: CursorStep) -> bool:
        if not as_expected(self.stored.get((policy, step.key)), step.expected):
            return False
        self.stored[policy, step.key] = step.cursor
        return True


@dataclass
class MemoryRepairs:
    """Keys that were sent to be repaired; `repair` is what repairs them, at once."""

    mend: Callable[[str, str], object] | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, channel: str, key: str) -> None:
        self.asked.append((channel, key))
        if self.mend:
            self.mend(channel, key)
