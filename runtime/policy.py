"""Policies: whenever these events, issue these commands. Effects first, then the cursor.

A command id is derived from the event: an event that is read again issues the same commands, which act once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from runtime.commands import Commands, pauses
from runtime.commit import Record, Verdict
from runtime.cursor import START, Cursor, Status, follow, grouped
from runtime.envelope import Entry, Envelope
from runtime.errors import HandlerFault, Unavailable, described
from runtime.messages import Command
from runtime.outcomes import (
    Accepted,
    Conflict,
    Held,
    Outcome,
    Pending,
    Rejected,
    Request,
    Uncertain,
    Unchanged,
    derived_id,
)
from runtime.ports import CursorStep, CursorStore, Repairs
from runtime.service import Decision, Policy
from runtime.telemetry.signals import signal, stopped
from runtime.telemetry.tracing import SpanKind, span, traceparent

PATIENCE: Final = 300.0  # seconds after which a record that the ledger has not come to may be lost to it


@dataclass(frozen=True, slots=True)
class Reaction:
    """How far a policy has come along a key, and whether it must try again from there."""

    cursor: Cursor
    again: bool = False


class _LedgerHeld(Exception):
    """The ledger holds the key of an event: its commands wait for the repair."""


class PolicyReader:
    """Reads a channel for one policy, with cursors of its own."""

    def __init__(
        self,
        policy: Policy,
        *,
        commands: Commands,
        cursors: CursorStore,
        repairs: Repairs,
        wait: float = 10.0,  # seconds for the verdicts on a batch; what has none then is read again
    ) -> None:
        self.name = policy.name
        self.catalog = policy.catalog  # how the events of its channel are read
        self._policy = policy
        self._commands = commands
        self._cursors = cursors
        self._repairs = repairs
        self._wait = wait
        self._wanted = frozenset(policy.events)
        self._decisions = {decision.command: decision for decision in policy.issues}
        self._pending: dict[str, Pending] = {}  # commands in the log without a verdict, by id

    def cursor(self, key: str) -> Cursor | None:
        """How far it has come along a key."""
        return self._cursors.load(self.name, [key]).get(key)

    def move(self, step: CursorStep) -> bool:
        """Write one cursor; whether it was lost."""
        return bool(self._cursors.write(self.name, [step]))

    def read(self, records: Sequence[Record]) -> list[Record]:
        """React to the records; returns those that must be delivered again."""
        groups = grouped(records, self.catalog)
        try:
            stored = self._cursors.load(self.name, list(groups))
            reactions = self.react({key: (stored.get(key) or START, own) for key, own in groups.items()})
            again = self._written(stored, reactions, groups)
        except Unavailable as error:
            signal("retried", reader=self.name, error=described(error))
            return list(records)
        for key, reaction in reactions.items():
            if reaction.cursor.status is Status.HELD:
                self._repairs.ask(self._policy.channel, key)
        return [record for record in records if record.key in again]

    def react(self, groups: Mapping[str, tuple[Cursor, Sequence[Entry]]]) -> dict[str, Reaction]:
        """Issue the commands for entries by key, each key from its cursor on; no cursor is written here.

        All keys are served before any verdict is waited for: a batch takes about as long as its longest key.
        """
        self._pending.clear()
        clock = self._commands.clock
        self._deadline = clock.monotonic() + self._wait  # of this batch
        reactions = {key: self._reaction(cursor, entries) for key, (cursor, entries) in groups.items()}
        for pause in pauses(lambda: 0.5):
            again = {key: reaction.cursor for key, reaction in reactions.items() if reaction.again}
            left = self._deadline - clock.monotonic()
            if not again or left <= 0:
                break
            clock.sleep(min(pause, left))
            for key, cursor in again.items():
                rest = [entry for entry in groups[key][1] if entry.record.order > cursor.order]
                reactions[key] = self._reaction(cursor, rest)
        return reactions

    def _reaction(self, cursor: Cursor, entries: Sequence[Entry]) -> Reaction:
        if cursor.status is not Status.OK:
            return Reaction(cursor.missing(entries))
        for step in follow(cursor, entries, _known):
            try:
                if step.verdict is Verdict.ACCEPT:
                    self._issue(step.entry)
            except Unavailable:
                return Reaction(cursor, again=True)
            except _LedgerHeld:
                return Reaction(cursor.stopped(Status.HELD, "the ledger holds this key: they wait together"))
            except Exception as error:  # whatever handwritten code raises
                return Reaction(cursor.stopped(Status.PARKED, described(error), step.entry.record))
            cursor = step.cursor
        return Reaction(cursor)

    def _issue(self, entry: Entry) -> None:
        for envelope, event in entry.events(self._wanted):
            for index, command in enumerate(self._policy.react(event)):
                self._follows_the_ledger(entry.record)
                self._command(envelope, index, command)

    def _follows_the_ledger(self, record: Record) -> None:
        """A policy reads by itself, and may be ahead: a decision on a state from before the event is none."""
        judged = self._commands.judged(self._policy.channel, record.key)
        if judged and judged.status is Status.HELD:
            raise _LedgerHeld
        if judged and judged.order < record.order:
            if self._commands.clock.now().timestamp() - record.arrived / 1000 > PATIENCE:
                self._repairs.ask(self._policy.channel, record.key)  # its reader may have lost it
            raise Unavailable("the ledger has not come to this event yet")

    def _command(self, envelope: Envelope, index: int, command: Command) -> None:
        decision = self._decisions.get(command.__class__)
        if decision is None:
            raise HandlerFault(f"{self.name} may not issue {type(command).__name__}")
        with span(f"{self.name} issues {decision.name}", SpanKind.CONSUMER, envelope.traceparent):
            request = Request(
                command_id=derived_id(envelope.id, self.name, decision.name, str(index)),
                correlation=envelope.correlationid or envelope.id,
                causation=envelope.id,
                trace=traceparent(envelope.traceparent),
            )
            self._settled(self._outcome(decision, command, request), decision, request)

    def _settled(self, outcome: Outcome, decision: Decision[Any, Any], request: Request) -> None:
        match outcome:
            case Accepted() | Unchanged():
                pass
            case Rejected(rejection):  # an outcome like another: the event stands, and asks no more
                name = type(rejection).__name__
                signal(
                    "rejected",
                    policy=self.name,
                    command=decision.name,
                    reason=name,
                    event=request.causation,
                )
            case Pending():
                self._pending[request.command_id] = outcome
                raise Unavailable(f"{decision.name} is not decided yet")
            case Conflict() | Uncertain():
                raise Unavailable(f"{decision.name} is not decided yet: {type(outcome).__name__}")
            case Held() if self._commands.clock.monotonic() < self._deadline:
                raise Unavailable(f"{decision.name} waits for a repair")  # which was asked for, and is short
            case _:
                raise HandlerFault(f"{decision.name} cannot be decided: {type(outcome).__name__}")

    def _outcome(self, decision: Decision[Any, Any], command: Command, request: Request) -> Outcome:
        """What became of a command that was put before; else, or if it lost, what comes of putting it."""
        before = self._pending.pop(request.command_id, None)
        if before:
            found = self._commands.outcome(before.command_id, before.key, before.position)
            if isinstance(found, Accepted | Pending):
                return found
        return self._commands.handle(decision, command, request)

    def _written(
        self,
        stored: Mapping[str, Cursor],
        reactions: Mapping[str, Reaction],
        groups: Mapping[str, Sequence[Entry]],
    ) -> set[str]:
        """Write the cursors that moved; returns the keys that must come again."""
        steps = [
            CursorStep(key=key, expected=stored.get(key), cursor=reaction.cursor)
            for key, reaction in reactions.items()
            if reaction.cursor != (stored.get(key) or START)
        ]
        lost = self._cursors.write(self.name, steps) if steps else frozenset()
        written = {step.key: step.cursor for step in steps if step.key not in lost}
        stopped(self.name, written, groups, stored)
        waiting = {key for key, reaction in reactions.items() if reaction.again}
        if waiting:
            signal("retried", reader=self.name, keys=len(waiting))
        return waiting | lost


def _known(entry: Entry, _cursor: Cursor) -> bool:
    """A policy has no ledger to ask: what comes late is suspect, unless it is no commit."""
    return entry.commit is None
