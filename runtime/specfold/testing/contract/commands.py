"""What a command promises: for every scenario an event or a reason why not, once, and the right answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from specfold.commands.decider import partition_key
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Status
from specfold.eventlog.envelope import Entry
from specfold.model.messages import Event, Rejection
from specfold.model.service import Decision
from specfold.testing.client import Answered
from specfold.testing.contract.envelopes import batch_read_by_others
from specfold.testing.contract.not_implemented import stub_at, unwritten, written_by_hand
from specfold.testing.contract.routes import RoutePromise, send
from specfold.testing.contract.sample_payloads import for_any
from specfold.testing.scenario import Scenario
from specfold.testing.world import World

Write = Callable[[], Scenario]
WAIT = "wait=5"


@dataclass(frozen=True)
class CommandPromise(RoutePromise):
    """A command. `emits` are the events it may emit, `success` the status of its success."""

    emits: tuple[type[Event], ...] = ()
    success: int = 200

    def happens(self, write: Write, event: type[Event] | None = None) -> None:
        """In this scenario the event happens, and none that is not documented; so is the answer."""
        scenario = _scenario(write)
        stage = self._stage(scenario)
        answered = self._decided(stage.ask(prefer=WAIT))
        events = stage.events()
        spare = [type(made).__name__ for made in events if self.emits and type(made) not in self.emits]
        assert not spare, f"{self.name} may emit {_names(self.emits)}, and not {', '.join(spare)}"
        made = f"and made {_names(map(type, events))} happen: {answered.status}"
        assert events, f"{self.name} must make {event.__name__ if event else 'some event'} happen, {made}"
        if event:
            assert event in map(type, events), f"{self.name} must make {event.__name__} happen, {made}"
        if scenario.then is not None:
            wanted = [made.to_wire() for made in scenario.then]
            assert [made.to_wire() for made in events] == wanted, (
                f"{self.name} must make the very events of its scenario happen"
            )
        self.documented.check(answered, [self.success])
        version = f'"{len(scenario.given) + 1}"'
        assert answered.headers.get("etag") == version, f"{self.name} must answer with its version as ETag"
        (record,) = stage.records()
        batch_read_by_others(record.data, events, f"what {self.name} records")

    def refused(self, write: Write, rejection: type[Rejection], status: int) -> None:
        """In this scenario nothing happens, and the answer is the documented reason why."""
        stage = self._stage(_scenario(write))
        answered = self._decided(stage.ask(prefer=WAIT))
        what = f"{self.name} must answer {status} {rejection.__name__}"
        assert not stage.records(), f"{what}, and made {_names(map(type, stage.events()))} happen"
        assert answered.status == status, f"{what}, and answered {answered.status}"
        self.documented.check(answered, [status])
        code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", rejection.__name__).lower()
        assert answered.json()["code"] == code, f"{what}, and said {answered.json()['code']}"

    def answers_later(self, write: Write) -> None:
        """Who does not wait is told where the outcome will stand, and finds it there."""
        stage = self._stage(_scenario(write))
        answered = self._decided(stage.ask(prefer="respond-async"))
        self.documented.check(answered, [202])
        place = answered.headers.get("location", "")
        assert place, f"{self.name} must say in `Location` where its outcome will stand"
        stage.world.drain()
        outcome = stage.world.client().get(place).json()
        assert outcome["status"] == "accepted", f"{self.name} must show its outcome where `Location` says"

    def acts_once(self, write: Write) -> None:
        """The same request, sent again with its Idempotency-Key, changes nothing and is answered alike."""
        stage = self._stage(_scenario(write))
        first = self._decided(stage.ask(prefer=WAIT, idempotency_key="a-key-of-the-caller"))
        again = stage.ask(prefer=WAIT, idempotency_key="a-key-of-the-caller")
        assert len(stage.records()) == 1, f"{self.name} must act once when it is sent again"
        alike = (again.status, again.body) == (first.status, first.body)
        assert alike, f"{self.name} must answer a repeated request as it answered the first"

    def refuses_another_version(self) -> None:
        """A command that is bound to a version that is not there is not decided at all."""
        answered = self.ask(self.world().client(), self.requests[0], if_match='"987654321"', prefer=WAIT)
        self.documented.check_problem(answered, 412)

    def answers_any(self) -> None:
        """Every request that its schema allows gets a documented answer; none breaks the service."""

        def check(members: Any) -> None:
            answered = self._decided(self.ask(self.world().client(), members, prefer=WAIT))
            if answered.status == 400 and self._refuses_identity(answered):
                self.documented.check_problem(answered, 400)  # the runtime's own bound, not the document's
            else:
                self.documented.check(answered)

        for members in self.requests:
            check(members)
        for_any(self.judge.schema, check)

    def _refuses_identity(self, answered: Answered) -> bool:
        identities = {d.aggregate.identity for d in self.service.decisions if d.name == self.name}
        body = answered.json()
        places = [error["pointer"].removeprefix("/") for error in body.get("errors", ())]
        return body.get("code") == "invalid-request" and bool(places) and identities.issuperset(places)

    def _decided(self, answered: Answered) -> Answered:
        if answered.status == 501:
            unwritten(f"decide {self.name}")
        return answered

    def _stage(self, scenario: Scenario) -> _Stage:
        decision = next((d for d in self.service.decisions if d.name == self.name), None)
        assert decision, f"{self.name} must be decided, and no decision of the service is called so"
        assert isinstance(scenario.when, decision.command), f"a scenario of {self.name} asks for {self.name}"
        stage = _Stage(self, decision, scenario, self.world())
        stage.begin()
        return stage


@dataclass
class _Stage:
    """A world in which the history of a scenario has happened."""

    promise: CommandPromise
    decision: Decision[Any, Any]
    scenario: Scenario
    world: World
    before: int = 0

    def begin(self) -> None:
        aggregate, world = self.decision.aggregate, self.world
        world.clock.at = self.scenario.at
        for event in self.scenario.given:
            world.publish(aggregate.channel, self._key(), event, source=self.promise.service.source)
        world.drain()
        item = world.parts[self.promise.service.name].ledger.items.get(self._key())
        if item and item.cursor.status is not Status.OK:
            if stub_at(item.cursor.error):
                unwritten(f"evolve {aggregate.name}")
            raise AssertionError(
                f"{aggregate.name} must take every event of its history: {item.cursor.error}"
            )
        self.before = len(world.logs[aggregate.channel].entries)

    def ask(self, **headers: str) -> Answered:
        members = json.loads(self.scenario.when.to_json())
        client = self.world.client()
        return send(client, self.promise.request(members), **headers)

    def records(self) -> Sequence[Record]:
        return self.world.logs[self.decision.aggregate.channel].entries[self.before :]

    def events(self) -> list[Event]:
        wanted = frozenset(self.promise.service.catalog)
        catalog = self.promise.service.catalog
        return [e for r in self.records() for _, e in Entry(r, catalog).events(wanted)]

    def _key(self) -> str:
        wire = self.scenario.when.to_wire()
        return partition_key(self.decision.aggregate.name, wire.get(self.decision.aggregate.identity, "new"))


def _scenario(write: Write) -> Scenario:
    with written_by_hand():
        return write()


def _names(classes: Any) -> str:
    return " or ".join(one.__name__ for one in classes) or "nothing"
