"""The command API: decide, append once, and learn from the log what became of it.

At most once per command id: its item is read strictly AFTER the state that the decision stands on. A decision
that does not find it stands on a state from before that command, and loses if the command was accepted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, get_args
from uuid import UUID, uuid5

from specfold.commands.commit_builder import Proposal
from specfold.commands.decider import category_and_id, partition_key, states_of
from specfold.commands.outcomes import (
    Accepted,
    Conflict,
    Held,
    Outcome,
    Pending,
    PreconditionFailed,
    Rejected,
    Request,
    Reused,
    Settled,
    Stub,
    Uncertain,
    Unchanged,
    Voided,
)
from specfold.eventlog.commit import Position
from specfold.eventlog.cursor import START, Cursor, Status
from specfold.eventlog.ports import Clock, CommandItem, Ids, LedgerItem, LedgerStore, Log, Repairs
from specfold.model.errors import OutcomeUnknown, StateUnreadable, Unavailable
from specfold.model.messages import Command, Event, Rejection
from specfold.model.service import Decision, Service
from specfold.telemetry.signals import signal

TRIES: Final = 3  # decisions of one request, and puts of the same bytes


def pauses(jitter: Callable[[], float], first: float = 0.02, most: float = 0.5) -> Iterator[float]:
    """Seconds between looks: growing up to a bound, each with jitter."""
    pause = first
    while True:
        yield pause * (0.5 + jitter())
        pause = min(pause * 1.6, most)


def generated_identity(command_id: str, aggregate: str) -> str:
    """The id of a new aggregate whose request names none; a repeated request gives it again."""
    return str(uuid5(UUID(command_id), aggregate))


class Commands:
    """The commands of one service."""

    def __init__(
        self,
        service: Service,
        *,
        ledger: LedgerStore,
        logs: Mapping[str, Log],  # by channel
        repairs: Repairs,
        clock: Clock,
        ids: Ids,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._service = service
        self._ledger = ledger
        self._logs = logs
        self._repairs = repairs
        self.clock = clock
        self._ids = ids
        self._jitter = jitter
        self._in_paths = {p.member for route in service.routes for p in route.parameters if p.where == "path"}

    def handle(self, decision: Decision[Any, Any], command: Command, request: Request) -> Outcome:
        """Decide a command and append what it decides.

        A decision without events or with a rejection is taken on a state that was read consistently. A lost
        race is decided again on the new state, unless the request's preconditions refuse that one.

        Raises:
            InvalidIdentity, CommitTooLarge: it can never be taken.
            HandlerFault: handwritten code broke its contract.
            Throttled, Unavailable: nothing was appended; try again later.
        """
        key = self.key(decision, command, request)
        began = self.clock.monotonic()
        outcome = self._handled(decision, command, request, key)
        waited = {"CommitWait": (self.clock.monotonic() - began) * 1000} if request.wait else {}
        put = isinstance(outcome, Accepted | Pending | Conflict | PreconditionFailed)
        signal(
            "decided",
            waited if put else {},
            command=decision.name,
            key=key,
            outcome=type(outcome).__name__,
            newer=getattr(outcome, "newer", None),
            version=getattr(outcome, "version", None),
            id=request.command_id,
            correlation=request.correlation or request.command_id,
            causation=request.causation or request.command_id,
            trace=request.trace,
        )
        return outcome

    def _handled(self, decision: Decision[Any, Any], command: Command, request: Request, key: str) -> Outcome:
        deadline = self.clock.monotonic() + request.wait
        breaks = islice(pauses(self._jitter), TRIES - 1)
        consistent = False
        while True:
            item, decided = self._decided(decision, command, key, request, consistent=consistent)
            if not consistent and isinstance(decided, get_args(Settled)):
                item, decided = self._decided(decision, command, key, request, consistent=True)
            if not isinstance(decided, Sequence):
                return decided
            position = self._put(decision, key, item, decided, request)
            if position is None:
                return Uncertain(request.command_id)
            outcome = self._verdict(key, position, request, deadline)
            if not isinstance(outcome, Voided):
                return outcome
            if request.refuses(outcome.version):
                return PreconditionFailed(outcome.version)
            if (pause := next(breaks, None)) is None:
                return Conflict(outcome.version)
            self.clock.sleep(pause)
            consistent = True

    def outcome(
        self, command_id: str, key: str, position: Position | None, commandhash: str | None = None
    ) -> Accepted | Pending | Voided | None:
        """What has become of a command that was put there; None: not accepted, and no place to look at."""
        item = self._ledger.read(key, consistent=True) if position else None
        accepted = self._accepted(command_id)
        if accepted and accepted.is_of(commandhash):
            return Accepted(command_id, key, accepted.version)
        if position is None:
            return None
        if item and item.cursor.order >= position.order:
            return Voided(command_id, item.cursor.version)
        return Pending(command_id, key, position)

    def judged(self, channel: str, key: str) -> Cursor | None:
        """How far the ledger has come along a key of a channel; None: it is none of this service's ledger."""
        category, _ = category_and_id(key)
        readers = (reader for reader in self._service.readers if reader.channel == channel)
        if not any(aggregate.name == category for reader in readers for aggregate in reader.aggregates):
            return None
        item = self._ledger.read(key, consistent=True)
        return item.cursor if item else START

    def reads(self, cursor: Cursor) -> bool:
        """Whether this service's code reads an event that a cursor could not be moved past."""
        return cursor.reads(self._service.catalog, frozenset(self._service.catalog))

    def key(self, decision: Decision[Any, Any], command: Command, request: Request) -> str:
        """The key of the aggregate that a command is for.

        Raises:
            InvalidIdentity: its id cannot be in a key.
        """
        aggregate = decision.aggregate
        wire = command.to_wire()
        id = wire.get(aggregate.identity) if isinstance(wire, dict) else None
        if id is None and decision.generates_identity:
            id = generated_identity(request.command_id, aggregate.name)
        in_path = aggregate.identity in self._in_paths
        return partition_key(
            aggregate.name, "" if id is None else id, member=aggregate.identity, in_path=in_path
        )

    def _decided(
        self, decision: Decision[Any, Any], command: Command, key: str, request: Request, *, consistent: bool
    ) -> tuple[LedgerItem | None, Outcome | Sequence[Event]]:
        item = self._ledger.read(key, consistent=consistent)
        done = self._accepted(request.command_id)  # strictly after the state
        if done:
            known = done.is_of(request.commandhash)
            return item, Accepted(done.id, key, done.version) if known else Reused(done.id)
        cursor = item.cursor if item else START
        if request.refuses(cursor.version):
            return item, PreconditionFailed(cursor.version)
        try:
            states = states_of(decision.aggregate)
            if cursor.outdated or cursor.reads(self._service.catalog, states.wanted):
                raise StateUnreadable(f"a stored state of {decision.aggregate.name} lacks events")
            if cursor.status is not Status.OK:
                return item, Held(key, cursor.names if cursor.newer else "")
            state = states.decode(item)
        except StateUnreadable:
            self._repairs.ask(decision.aggregate.channel, key)
            return item, Held(key)
        decided = self._decide(decision, command, state)
        return item, decided or Unchanged(request.command_id, key, cursor.version)

    def _decide(
        self, decision: Decision[Any, Any], command: Command, state: Any
    ) -> Rejected | Stub | Sequence[Event]:
        """What handwritten code says; asked whether or not the aggregate exists: it knows the reason."""
        try:
            decided = decision.decide(command, state, self.clock.now())
            if isinstance(decided, Rejection):
                return Rejected(decided)
            states_of(decision.aggregate).rehearse(state, decided)
        except NotImplementedError:
            return Stub(decision.name)
        return decided

    def _put(
        self,
        decision: Decision[Any, Any],
        key: str,
        item: LedgerItem | None,
        events: Sequence[Event],
        request: Request,
    ) -> Position | None:
        """Append the commit; None if it stays unknown whether it was appended."""
        proposal = Proposal(
            service=self._service,
            aggregate=decision.aggregate,
            key=key,
            head=(item.cursor if item else START).head,
            commit_id=self._ids.new(),
            request=request,
            at=self.clock.now(),
        )
        data = proposal.encode(events)
        log = self._logs[decision.aggregate.channel]
        unknown = False
        for pause in islice(pauses(self._jitter), TRIES):
            try:
                return log.put(key, data)
            except OutcomeUnknown:
                unknown = True  # the same bytes again: if both stand in the log, one is void
            except Unavailable:
                if not unknown:
                    raise
            self.clock.sleep(pause)
        return None

    def _verdict(
        self, key: str, position: Position, request: Request, deadline: float
    ) -> Accepted | Pending | Voided:
        id, commandhash = request.command_id, request.commandhash
        outcome: Accepted | Pending | Voided = Pending(id, key, position)
        looks = pauses(self._jitter)
        while isinstance(outcome, Pending) and (left := deadline - self.clock.monotonic()) > 0:
            self.clock.sleep(min(next(looks), left))
            outcome = self.outcome(id, key, position, commandhash) or outcome
        return outcome

    def _accepted(self, command_id: str) -> CommandItem | None:
        """The command as a version of its history; None: it is in none, so far."""
        item = self._ledger.command(command_id)
        return item if item and item.version else None
