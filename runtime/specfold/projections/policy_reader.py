"""Policies: whenever these events, issue these commands. Effects first, then the cursor.

A command id is derived from the event: an event that is read again issues the same commands, which act once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from specfold.commands.handler import Commands, pauses
from specfold.commands.outcomes import (
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
from specfold.eventlog.commit import Record, Verdict
from specfold.eventlog.cursor import START, Cursor, Status, follow, grouped
from specfold.eventlog.envelope import Entry
from specfold.eventlog.ports import CursorStep, CursorStore, Repairs
from specfold.eventlog.skips import skips_in
from specfold.model.errors import Blocked, HandlerFault, NewerEvent, Unavailable, described
from specfold.model.service import Policy
from specfold.projections.command_issuing import Issue, Issues
from specfold.telemetry.signals import signal, stopped, trouble
from specfold.telemetry.tracing import SpanKind, span, traceparent

_MOST_OPEN: Final = 1_000  # records remembered whose commands are not settled
PATIENCE: Final = 300.0  # seconds after which a record that the ledger has not come to may be lost to it
LOST: Final = 2 * PATIENCE  # seconds after which a command that no repair found is put again


@dataclass(frozen=True, slots=True)
class Reaction:
    """How far a policy has come along a key, and whether it must try again from there."""

    cursor: Cursor
    again: bool = False
    blocked: str = ""  # why nothing can be done until the deployment is changed


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
        self._open: dict[tuple[int, str, str], Issues] = {}  # by the identity of their record
        self._more = False  # there are commands that need not wait to be issued

    @cached_property
    def since(self) -> int:
        """The arrival (ms since 1970) from which on it reacts.

        Raises:
            Blocked: it is not recorded. To react to old events would be wrong, and to skip new ones too.
        """
        if self._policy.begins == "beginning":
            return 0
        started = self._cursors.started(self.name)
        if started is None:
            raise Blocked(f"when {self.name} was first deployed is not recorded: deploy it")
        return started

    def cursor(self, key: str) -> Cursor | None:
        """How far it has come along a key."""
        return self._cursors.load(self.name, [key]).get(key)

    def move(self, step: CursorStep) -> bool:
        """Write one cursor; whether it was lost."""
        return bool(self._cursors.write(self.name, [step]))

    def read(self, records: Sequence[Record]) -> list[Record]:
        """React to the records; returns those that must be delivered again."""
        skips = skips_in(records)
        groups = grouped(records, self.catalog, skips)
        try:
            stored = self._cursors.load(self.name, list(groups))
            reactions = self.react({key: (stored.get(key) or START, own) for key, own in groups.items()})
            again = self._written(stored, reactions, groups)
        except Unavailable as error:
            signal(trouble(error), reader=self.name, error=described(error))
            return list(records)
        skipped = {key for key, _ in skips}
        for key, reaction in reactions.items():
            held = reaction.cursor.status is Status.HELD
            if held or key in skipped or self._resumes(reaction.cursor):
                self._repairs.ask(self._policy.channel, key)
        return [record for record in records if record.key in again]

    def react(self, groups: Mapping[str, tuple[Cursor, Sequence[Entry]]]) -> dict[str, Reaction]:
        """Issue the commands for entries by key, each key from its cursor on; no cursor is written here.

        All keys are served before any verdict is waited for, each for a bounded number of commands at a time.
        """
        clock = self._commands.clock
        self._deadline = clock.monotonic() + self._wait  # of this batch
        self._more = False
        reactions = {}
        for key, (cursor, entries) in groups.items():
            late = clock.monotonic() > self._deadline  # those before took it all: the next delivery is theirs
            reactions[key] = Reaction(cursor, again=True) if late else self._reaction(cursor, entries)
        waits = pauses(lambda: 0.5)
        while again := {key: reaction.cursor for key, reaction in reactions.items() if reaction.again}:
            left = self._deadline - clock.monotonic()
            if left <= 0:
                break
            if not self._more:
                clock.sleep(min(next(waits), left))
            self._more = False
            for key, cursor in again.items():
                rest = [entry for entry in groups[key][1] if entry.record.order > cursor.order]
                reactions[key] = self._reaction(cursor, rest)
        return reactions

    def _resumes(self, cursor: Cursor) -> bool:
        """Whether this code reads the event at which it stopped, in its channel or at its commands."""
        return cursor.newer and (cursor.reads(self.catalog, self._wanted) or self._commands.reads(cursor))

    def _reaction(self, cursor: Cursor, entries: Sequence[Entry]) -> Reaction:
        if cursor.status is not Status.OK:
            return Reaction(cursor.missing(entries))
        for step in follow(cursor, entries, _known):
            identity = step.entry.record.identity
            try:
                issues = self._issues(step.entry, cursor) if step.verdict is Verdict.ACCEPT else None
                if issues and issues.left and self._issue(issues, step.entry):
                    return Reaction(self._so_far(cursor, identity), again=True)
            except Unavailable as error:
                blocked = described(error) if isinstance(error, Blocked) else ""
                return Reaction(self._so_far(cursor, identity), again=True, blocked=blocked)
            except _LedgerHeld:
                return Reaction(cursor.stopped(Status.HELD, "the ledger holds this key: they wait together"))
            except Exception as error:  # whatever handwritten code raises
                cursor = self._so_far(cursor, identity)
                self._open.pop(identity, None)
                return Reaction(cursor.failed(error, step.entry.record))
            self._open.pop(identity, None)
            cursor = step.cursor
        return Reaction(cursor)

    def _so_far(self, cursor: Cursor, identity: tuple[int, str, str]) -> Cursor:
        """The cursor before a record, with how many of its commands have their outcome."""
        issues = self._open.get(identity)
        return replace(cursor, done=issues.done) if issues else cursor

    def _issues(self, entry: Entry, cursor: Cursor) -> Issues:
        """The commands of a record; as far as they are settled, where it was met before."""
        identity = entry.record.identity
        if identity not in self._open:
            if len(self._open) >= _MOST_OPEN:
                self._open.clear()  # the cursors say how far each had come
            self._open[identity] = Issues(list(self._made(entry)), cursor.done)
        return self._open[identity]

    def _made(self, entry: Entry) -> Iterator[Issue]:
        if entry.record.arrived < self.since:
            return
        for envelope, event in entry.events(self._wanted):
            for index, command in enumerate(self._policy.react(event)):
                decision = self._decisions.get(command.__class__)
                if decision is None:
                    raise HandlerFault(f"{self.name} may not issue {type(command).__name__}")
                request = Request(
                    command_id=derived_id(envelope.id, self.name, decision.name, str(index)),
                    correlation=envelope.correlationid or envelope.id,
                    causation=envelope.id,
                    trace=envelope.traceparent,
                )
                yield Issue(decision, command, request, self._commands.key(decision, command, request))

    def _issue(self, issues: Issues, entry: Entry) -> bool:
        """Issue some of a record's commands; whether there are others, or some without an outcome."""
        self._follows_the_ledger(entry.record)
        self._more |= issues.advance(self._outcome, self._settled)
        return issues.left

    def _follows_the_ledger(self, record: Record) -> None:
        """A policy reads by itself, and may be ahead: a decision on a state from before the event is none."""
        judged = self._commands.judged(self._policy.channel, record.key)
        if judged and judged.status is Status.HELD:
            raise _LedgerHeld
        if judged and judged.order < record.order:
            if self._commands.clock.now().timestamp() - record.arrived / 1000 > PATIENCE:
                self._repairs.ask(self._policy.channel, record.key)  # its reader may have lost it
            raise Unavailable("the ledger has not come to this event yet")

    def _settled(self, issue: Issue, outcome: Outcome) -> bool:
        """Whether an outcome is the last one of its command."""
        name = issue.decision.name
        match outcome:
            case Accepted() | Unchanged():
                return True
            case Rejected(rejection):  # an outcome like another: the event stands, and asks no more
                reason, event = type(rejection).__name__, issue.request.causation
                signal("rejected", policy=self.name, command=name, reason=reason, event=event)
                return True
            case Pending() | Conflict() | Uncertain():
                return False
            case Held(newer=types) if types:
                raise NewerEvent(types, f"the aggregate of {name} has {types}")
            case Held() if not issue.held or self._commands.clock.monotonic() < self._deadline:
                issue.held = True
                return False  # it waits for a repair, which was asked for, and is short
            case _:
                raise HandlerFault(f"{name} cannot be decided: {type(outcome).__name__}")

    def _outcome(self, issue: Issue) -> Outcome:
        """What became of a command that was put before; else, or if it lost, what comes of putting it."""
        if issue.put:
            found = self._commands.outcome(issue.put.command_id, issue.put.key, issue.put.position)
            if isinstance(found, Accepted) or (isinstance(found, Pending) and self._pends(issue)):
                return found
        trace, issue.since = issue.request.trace, self._commands.clock.monotonic()
        with span(f"{self.name} issues {issue.decision.name}", SpanKind.CONSUMER, trace):
            request = issue.request.within(traceparent(trace))  # its event continues this span
            return self._commands.handle(issue.decision, issue.command, request)

    def _pends(self, issue: Issue) -> bool:
        """Whether the ledger may still come to what was put; else it is put again, which acts once."""
        channel = issue.decision.aggregate.channel
        judged = self._commands.judged(channel, issue.key)
        if judged is not None and judged.status is Status.HELD:
            return False
        waited = self._commands.clock.monotonic() - issue.since
        if PATIENCE < waited <= LOST:
            self._repairs.ask(channel, issue.key)  # its reader may have lost it
        return waited <= LOST

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
        blocked = next((reaction.blocked for reaction in reactions.values() if reaction.blocked), "")
        if blocked:
            signal("blocked", reader=self.name, error=blocked)
        waiting = {key for key, reaction in reactions.items() if reaction.again}
        if waiting:
            signal("retried", reader=self.name, keys=len(waiting))
        return waiting | lost


def _known(entry: Entry, _cursor: Cursor) -> bool:
    """A policy has no ledger to ask: what comes late is suspect, unless it is no commit."""
    return entry.commit is None
