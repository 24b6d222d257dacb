"""What the runtime needs of the world. `specfold.storage.memory_ports` and `specfold.aws` provide it, and
`tests/runtime/ports_contract.py` holds both to what is written here.

Every method may raise `errors.Unavailable` when the store or stream cannot be reached: the caller's work is
then tried again, and must be as if it had not been tried before.

**Conditional writes.** A step says which cursor it expects to find. The step holds if an item is there whose
(version, top, epoch, seq, status, missed) equal those of `expected`, or if there is none and `expected` is
None. A unit (a ledger step with its commands, a view unit) is written as a whole or not at all. Units are
applied as if one by one in the order given; a later unit may expect what an earlier one of the same call
writes. An implementation packs units that share no item into transactions of up to 100 actions
(`specfold.eventlog.batching`), and when a transaction is cancelled it writes its units one by one. A write
that timed out is reported as not written: the caller reads again, and finds it done or does it again; its
condition prevents that anything happens twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from specfold.eventlog.commit import Position, Record
from specfold.eventlog.cursor import Cursor
from specfold.model.service import View
from specfold.model.tables import KeyValue, RowStore

RowKey = tuple[KeyValue, ...]  # (partition,) or (partition, sort)
MAX_ACTIONS = 100  # of one TransactWriteItems; two actions on one item are refused
MAX_COMMANDS = MAX_ACTIONS - 1  # of one ledger step, beside its head


class Log(Protocol):
    """The log of one channel, for its writers."""

    def put(self, key: str, data: bytes) -> Position:
        """Append ONE record with this partition key (PutRecord, no explicit hash key); say where it stands.

        Raises:
            Throttled: refused because of the rate; nothing was appended.
            OutcomeUnknown: a time-out or a lost connection; it may stand in the log, now or later.
            Unavailable: refused for another passing reason; nothing was appended.
        """


class CursorStep(Struct, frozen=True, kw_only=True):
    """Move the cursor of a source key, if it still is where it was read (see above)."""

    key: str  # source key: the partition key of the log
    expected: Cursor | None
    cursor: Cursor


class LedgerItem(Struct, frozen=True, kw_only=True):
    """One aggregate on the write side. `state` stands for version `folded`; they differ when parked."""

    cursor: Cursor
    state: bytes | None = None  # JSON; None: initial
    fingerprint: str = ""  # of the State class that `state` was written by
    folded: int = 0
    began: int = 0  # when its first record arrived, ms since 1970; 0: not known


class CommandItem(Struct, frozen=True, kw_only=True):
    """A command that was accepted. Kept beside the aggregates, under `cmd#<id>`.

    Version 0 says that it was not: a repair leaves it where a reader had taken a loser for the winner.
    """

    id: str
    commit: str
    version: int
    epoch: int
    seq: str
    ttl: int  # seconds since 1970; may be found for a while after
    commandhash: str = ""  # tells requests of one command id apart; "": nothing is known of its request

    def is_of(self, commandhash: str | None) -> bool:
        """Whether it may be the command of a request with this hash."""
        return not self.commandhash or not commandhash or self.commandhash == commandhash


class LedgerStep(Struct, frozen=True, kw_only=True):
    """Put the aggregate's item, if its cursor is as expected, and the items of accepted commands: one unit.

    At most `MAX_COMMANDS` commands; they are put without a condition of their own.
    """

    key: str
    expected: Cursor | None
    item: LedgerItem
    commands: tuple[CommandItem, ...] = ()


class LedgerStore(Protocol):
    """The write side's own projection, of one service."""

    def read(self, key: str, *, consistent: bool = False) -> LedgerItem | None:
        """The aggregate's item. Unless `consistent` it may be stale, by any amount."""

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        """The items there are, strongly consistent. Any number of distinct keys."""

    def command(self, id: str) -> CommandItem | None:
        """The command's item, ALWAYS strongly consistent: at-most-once stands on it."""

    def write(self, steps: Sequence[LedgerStep]) -> frozenset[str]:
        """Write the steps; several may be of one key, each expecting the one before.

        Returns the keys of which a step was not written, for whatever reason (lost condition, throttled,
        timed out). Steps of other keys are written all the same.
        """


class ViewItem(Struct, frozen=True, kw_only=True):
    """A source key's cursor in a view; `row` is its row's wire members where the view is per aggregate."""

    cursor: Cursor
    row: Mapping[str, Any] | None = None


class TargetRow(Struct, frozen=True, kw_only=True):
    """A row that gathers many aggregates. `revision` changes with every write and never comes back."""

    members: Mapping[str, Any]
    revision: str


class RowWrite(Struct, frozen=True, kw_only=True):
    """Put a row's wire members, or take the row away (None).

    Per aggregate: the row's item also holds the cursor of its one source key, stays when the row goes (with
    the key members and the cursor only, so that no index shows it), and is conditional on that cursor alone;
    `expected` and `revision` are not used. Otherwise the row is an item of its own: put or deleted if
    its stored revision equals `expected`, or if there is none and `expected` is None.
    """

    key: RowKey
    members: Mapping[str, Any] | None
    expected: str | None = None
    revision: str = ""


class ViewUnit(Struct, frozen=True, kw_only=True):
    """Cursor steps and the rows they change: all or nothing. At most `MAX_ACTIONS` of both together.

    Per aggregate: exactly one step and one row. Otherwise each step is a cursor item beside the rows.
    """

    steps: tuple[CursorStep, ...]
    rows: tuple[RowWrite, ...] = ()


class ViewStore(RowStore, Protocol):
    """The read models of one service. Its `row` and `rows` serve queries and never show a row that is gone.

    `StoredRow.version` is the cursor's version where the view is per aggregate, else 0. Members come back as
    they were written: whole numbers as int, others as float or Decimal-free JSON numbers.
    """

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        """The cursors there are (and rows, where per aggregate) by source key, strongly consistent.

        `keys` gives the row key of each source key where the view is per aggregate, else ().
        """

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, TargetRow]:
        """The rows there are, with their revisions, strongly consistent. For views over many aggregates."""

    def write(self, view: View[Any], units: Sequence[ViewUnit]) -> frozenset[str]:
        """Write the units. Returns the source keys of the units not written, for whatever reason."""

    def version(self, view: str, key: Sequence[KeyValue]) -> int:
        """The version that a per-aggregate view has come to, even where it has no row; else 0."""


class CursorStore(Protocol):
    """The cursors of policies, by policy name and source key."""

    def load(self, policy: str, keys: Sequence[str]) -> Mapping[str, Cursor]:
        """The cursors there are, strongly consistent."""

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        """Write the steps, each a unit. Returns the keys that were not written, for whatever reason."""

    def started(self, policy: str) -> int | None:
        """When a policy was first deployed, ms since 1970; None: that is not recorded."""


class Archive(Protocol):
    """The records of one channel that have reached the archive: any order, any number of times."""

    def records(self, key: str | None = None, since: int | None = None) -> Iterator[Record]:
        """All records, or those of one key; with `since` (ms since 1970) all that arrived later."""


class StreamSource(Protocol):
    """The records of one channel that are still in the stream."""

    def records(self, key: str) -> Iterator[Record]:
        """The records of one key, from the oldest kept to the latest at the time of the call."""


class Repairs(Protocol):
    """Where a key is sent that must be folded again."""

    def ask(self, channel: str, key: str) -> None:
        """Have the key repaired, now or soon. May be asked often for one key: collapse repeats."""


class Clock(Protocol):
    """Time. The core never sleeps and never looks at a clock but through this."""

    def now(self) -> datetime:
        """The time of day, aware, UTC."""

    def monotonic(self) -> float:
        """Seconds that only grow; for deadlines."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Ids(Protocol):
    """New ids."""

    def new(self) -> str:
        """A fresh random UUID, lower case with hyphens."""
