"""Stores and commands that note what is done to them; in a rehearsal they do nothing else.

The repair itself does not know: a rehearsal runs the very code that the repair runs, up to the write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from specfold.aws.composition import Wiring
from specfold.aws.environment import Environment
from specfold.aws.stopped_keys import LEDGER
from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Outcome, Request, Unchanged
from specfold.eventlog.commit import Record
from specfold.eventlog.ports import (
    CommandItem,
    CursorStep,
    CursorStore,
    LedgerItem,
    LedgerStep,
    LedgerStore,
    RowKey,
    RowWrite,
    StreamSource,
    TargetRow,
    ViewItem,
    ViewStore,
    ViewUnit,
)
from specfold.model.messages import Command
from specfold.model.service import Decision, Service, View
from specfold.model.tables import KeyValue, StoredPage, StoredRow
from specfold.operations.changes import Change, Issued, Members, RowChange, row_change
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History


@dataclass(slots=True)
class Notes:
    """What was noted, in order; `rehearsal` is whether nothing may be written."""

    rehearsal: bool
    changes: list[Change] = field(default_factory=list)
    issued: list[Issued] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WitnessedLedger:
    """A ledger whose writes are noted."""

    store: LedgerStore
    notes: Notes

    def read(self, key: str, *, consistent: bool = False) -> LedgerItem | None:
        """As the store does."""
        return self.store.read(key, consistent=consistent)

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        """As the store does."""
        return self.store.read_many(keys)

    def command(self, id: str) -> CommandItem | None:
        """As the store does."""
        return self.store.command(id)

    def write(self, steps: Sequence[LedgerStep]) -> frozenset[str]:
        """Note the steps that are written, or would be."""
        noted = [self._noted(step) for step in steps]
        lost = frozenset() if self.notes.rehearsal else self.store.write(steps)
        self.notes.changes += [change for change in noted if change.key not in lost]
        return lost

    def _noted(self, step: LedgerStep) -> Change:
        stored = self.store.read(step.key, consistent=True)
        state = (stored.state, stored.fingerprint) if stored else (None, "")
        return Change(
            reader=LEDGER,
            key=step.key,
            before=step.expected,
            after=step.item.cursor,
            state=state != (step.item.state, step.item.fingerprint),
        )


@dataclass(frozen=True, slots=True)
class WitnessedCursors:
    """Cursors of policies whose moves are noted."""

    store: CursorStore
    notes: Notes

    def load(self, policy: str, keys: Sequence[str]) -> Mapping[str, Any]:
        """As the store does."""
        return self.store.load(policy, keys)

    def started(self, policy: str) -> int | None:
        """As the store does."""
        return self.store.started(policy)

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        """Note the steps that are written, or would be."""
        lost = frozenset() if self.notes.rehearsal else self.store.write(policy, steps)
        self.notes.changes += [
            Change(reader=policy, key=step.key, before=step.expected, after=step.cursor)
            for step in steps
            if step.key not in lost
        ]
        return lost


@dataclass(frozen=True, slots=True)
class WitnessedViews:
    """Read models whose writes are noted, with the rows as they were."""

    store: ViewStore
    notes: Notes

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None:
        """As the store does."""
        return self.store.row(view, key)

    def rows(
        self, view: str, index: str, partition: KeyValue, *, limit: int, after: str | None, newest_first: bool
    ) -> StoredPage:
        """As the store does."""
        return self.store.rows(view, index, partition, limit=limit, after=after, newest_first=newest_first)

    def version(self, view: str, key: Sequence[KeyValue]) -> int:
        """As the store does."""
        return self.store.version(view, key)

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        """As the store does."""
        return self.store.load(view, keys)

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, TargetRow]:
        """As the store does."""
        return self.store.targets(view, keys)

    def write(self, view: View[Any], units: Sequence[ViewUnit]) -> frozenset[str]:
        """Note the units that are written, or would be. A repair's units are of one key each.

        A unit that changes nothing is not written: to repair what is right costs a look.
        """
        noted = {id(unit): self._noted(view, unit) for unit in units}
        wanted = [unit for unit in units if noted[id(unit)].any]
        lost = frozenset() if self.notes.rehearsal else self.store.write(view, wanted)
        self.notes.changes += [change for change in noted.values() if change.key not in lost]
        return lost

    def _noted(self, view: View[Any], unit: ViewUnit) -> Change:
        (step,) = unit.steps
        rows = {write.key: self._row(view, step, write) for write in unit.rows}
        return Change(reader=view.name, key=step.key, before=step.expected, after=step.cursor, rows=rows)

    def _row(self, view: View[Any], step: CursorStep, write: RowWrite) -> RowChange:
        before: Members
        if view.per_aggregate:
            found = self.store.load(view, {step.key: write.key}).get(step.key)
            before = found.row if found else None
        else:
            target = self.store.targets(view, [write.key]).get(write.key)
            before = target.members if target else None
        return row_change(view.row, write.key, before, write.members)


class WitnessedCommands(Commands):
    """Commands that are noted, and in a rehearsal not issued."""

    def __init__(self, notes: Notes, policy: str, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        self._notes, self._policy = notes, policy

    def handle(self, decision: Decision[Any, Any], command: Command, request: Request) -> Outcome:
        """Issue the command, or say what would be issued."""
        key = self.key(decision, command, request)
        done = self._accepted(request.command_id)
        if done:
            outcome: Outcome = Accepted(request.command_id, key, done.version)
            told = "accepted before"
        elif self._notes.rehearsal:
            outcome, told = Unchanged(request.command_id, key, 0), "new"
        else:
            outcome = super().handle(decision, command, request)
            told = type(outcome).__name__.lower()
        issued = Issued(
            policy=self._policy,
            command=decision.name,
            key=key,
            command_id=request.command_id,
            event=request.causation or "",
            outcome=told,
        )
        self._notes.issued.append(issued)
        return outcome


@dataclass(frozen=True, slots=True)
class _Lengthened:
    """A stream with some records more."""

    stream: StreamSource
    added: Sequence[Record]

    def records(self, key: str) -> Iterator[Record]:
        """As the stream does, and then those that were added."""
        yield from self.stream.records(key)
        yield from (record for record in self.added if record.key == key)


class Witnessing(Wiring):
    """A service's parts over AWS, with every write noted; in a rehearsal nothing is written."""

    def __init__(
        self, service: Service, environment: Environment, notes: Notes, added: Sequence[Record] = ()
    ) -> None:
        super().__init__(service, environment)
        self.notes = notes
        self._added = added
        self._issuer = ""

    @cached_property
    def ledger(self) -> LedgerStore:
        """The ledger of the service."""
        return WitnessedLedger(super().ledger, self.notes)

    @cached_property
    def views(self) -> ViewStore:
        """The read models of the service."""
        return WitnessedViews(super().views, self.notes)

    @cached_property
    def cursors(self) -> CursorStore:
        """The cursors of the service's policies."""
        return WitnessedCursors(super().cursors, self.notes)

    def policy(self, name: str) -> PolicyReader:
        """The reader of one policy."""
        self._issuer = name  # of the commands that are made next
        return super().policy(name)

    def history(self, channel: str) -> History:
        """Where the records of a channel can be found again, with those that were added."""
        found = super().history(channel)
        return History(found.archive, _Lengthened(found.stream, self._added))

    def _commands(self, **parts: Any) -> Commands:
        return WitnessedCommands(self.notes, self._issuer, self.service, **parts)
