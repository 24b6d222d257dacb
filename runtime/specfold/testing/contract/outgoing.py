"""What a webhook or a callback promises to anyone who receives it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pytest
from pydantic import ValidationError

from specfold.messaging.webhooks import Answered, Asked, Outgoing
from specfold.messaging.webhooks.body_encoding import preferred
from specfold.model.messages import Catalog, Value
from specfold.model.service import Answer, HttpRoute, OperationRoute, Service
from specfold.testing.contract.invalid_payloads import Broken
from specfold.testing.contract.routes import send
from specfold.testing.contract.sample_payloads import Unmakeable, samples
from specfold.testing.contract.schema_validator import Judge, plain
from specfold.testing.world import World

RECEIVER = "https://receiver.example"


@dataclass(frozen=True)
class OutgoingPromise:
    """A request that the service makes of others: as the spec has it, its class, and published examples."""

    outgoing: Outgoing
    request: type[Value]
    examples: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """The operation's name."""
        return self.outgoing.route.name

    @cached_property
    def judge(self) -> Judge:
        """The schema of its requests."""
        route = self.outgoing.route
        name = route.variants.get(preferred(route), self.name) if route.body is not None else self.name
        return Judge(self.outgoing.schemas.schema("requests", name))

    @cached_property
    def requests(self) -> tuple[Any, ...]:
        """The published examples of requests; one made from the schema where there is none."""
        if self.examples:
            return tuple(map(plain, self.examples))
        return (self._made(self.judge),)

    def _made(self, judge: Judge) -> Any:
        try:
            made = samples(judge.schema, 8)
        except Unmakeable:
            try:
                made = samples(judge.schema, 1)
            except Unmakeable as error:
                pytest.skip(f"{self.name} has no example of a request, and {error}")
        return next((members for members in made if self._writable(members)), made[0])

    def _writable(self, members: Any) -> bool:
        try:
            self.outgoing.request(RECEIVER, self.request.from_wire(members))
        except ValueError:
            return False
        return True

    def arrives(self) -> None:
        """A receiver that was made of the same document reads just what was sent."""
        for members in self.requests:
            sent = self.request.from_wire(members)
            request = self._written(sent)
            taken: list[Value] = []
            answered = self._received(request, taken)
            assert answered == 204, f"a receiver of {self.name} must take it, and answers {answered}"
            assert taken == [sent], f"a receiver of {self.name} must read what was sent"

    def sends_nothing_else(self) -> None:
        """What is not as published is refused before anybody sees it."""
        sent: list[Asked] = []

        def post(request: Asked) -> Answered:
            sent.append(request)
            return Answered(204)

        wrong = self.request.model_construct()
        with pytest.raises(ValueError, match="not as published"):
            self.outgoing.send(post, RECEIVER, wrong)
        assert not sent, f"{self.name} must not be sent unless it is as published"

    def refuses(self, broken: Broken) -> None:
        """A request that breaks a promise is no request: by the schema, and by the class where that can."""
        wrong = broken.of(self.requests[0], self.judge)
        if wrong is None:
            pytest.skip(f"no request of {self.name} could be made that has {broken}")
        refused = not self.judge.accepts(wrong)
        assert refused, f"the published schema of {self.name} must refuse {broken}"
        if broken.typed:
            with pytest.raises(ValidationError):
                self.request.from_wire(json.dumps(wrong))

    def knows(self, answer: str) -> None:
        """A documented answer is told from others."""
        status = int(answer.replace("XX", "99").replace("default", "299"))
        members = self.request.from_wire(self.requests[0])
        self._written(members)
        answered = self.outgoing.send(lambda _: Answered(status), RECEIVER, members)
        assert answered.documented == answer, f"{self.name} must know the answer {answer}"
        assert answered.taken == (200 <= status < 300)

    def goes_where_it_was_asked(self, request: type[Value]) -> None:
        """The request that asked for a callback says where it goes."""
        cause = self.outgoing.cause
        assert cause is not None, f"{self.name} must know which request asks for it"
        if "$response" in self.outgoing.url:
            pytest.skip(f"{self.name} goes where an answer says, and no test makes one up")
        schema = self.outgoing.schemas.schema("requests", cause.name)
        try:
            asking = max(samples(schema, 8), key=lambda members: len(json.dumps(members)))
            address = self.outgoing.address(request.from_wire(asking))
        except (Unmakeable, ValueError) as error:
            pytest.skip(f"no request that says where {self.name} goes can be made: {error}")
        assert "{$" not in address, f"{self.name} must go to an address without expressions"

    def _written(self, sent: Value) -> Asked:
        try:
            return self.outgoing.request(f"{RECEIVER}/hook", sent)
        except ValueError as error:
            pytest.skip(f"no HTTP request of {self.name} can say that: {error}")

    def _received(self, request: Asked, taken: list[Value]) -> int:
        route = self.outgoing.route

        def handle(request: Value) -> Answer:
            taken.append(request)
            return Answer(status=204)

        told = {field.name: getattr(route, field.name) for field in fields(HttpRoute)}
        receiver = OperationRoute(**told | {"path": "/hook"}, request=self.request, handle=handle)
        service = Service(
            name="receiver",
            source=RECEIVER,
            catalog=Catalog(),
            schemas=self.outgoing.schemas,
            routes=(receiver,),
        )
        there = replace(request, path=request.path.removeprefix(RECEIVER))
        return send(World(service).client(), there).status
