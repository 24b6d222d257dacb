"""What every route promises to its callers, whatever stands behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pytest
from pydantic import ValidationError

from specfold.http import Settings
from specfold.http.media import matching
from specfold.messaging.webhooks.body_encoding import preferred
from specfold.messaging.webhooks.parameter_styles import Unwritable
from specfold.messaging.webhooks.request_encoding import Asked, asked
from specfold.model.messages import Value
from specfold.model.service import CommandRoute, HttpRoute, OperationRoute, QueryRoute, Service
from specfold.model.shared.media_types import is_json
from specfold.testing.client import Answered, Client
from specfold.testing.contract.answers import Answers, Bodies, Documented
from specfold.testing.contract.invalid_payloads import Broken, Members, broken
from specfold.testing.contract.sample_payloads import Unmakeable, sample, samples
from specfold.testing.contract.schema_validator import Judge, plain
from specfold.testing.world import World

# Of each entry that is a range one is tried; the first that falls into no narrower entry.
CONCRETE = ("application/json", "text/plain", "application/octet-stream", "application/xml", "image/png")
UNREAD = ("malformed-body", "unsupported-media-type", "invalid-request")


@dataclass(frozen=True)
class RoutePromise:
    """An operation: the route as the spec has it, documented answers, and examples of requests."""

    service: Service
    route: HttpRoute
    answers: Answers
    bodies: Bodies
    examples: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """The operation's name."""
        return self.route.name

    @cached_property
    def documented(self) -> Documented:
        """Its documented answers."""
        return Documented(self.name, self.answers, self.bodies, has_body=self.route.method != "HEAD")

    @cached_property
    def judge(self) -> Judge:
        """The schema of its requests."""
        described = self.route.parameters or self.route.body is not None
        return self._judge(preferred(self.route)) if described else Judge({"type": "object"})

    def _judge(self, media_type: str) -> Judge:
        name = self.route.variants.get(media_type, self.name)
        return Judge(self.service.schemas.schema("requests", name))

    @cached_property
    def requests(self) -> tuple[Any, ...]:
        """The published examples of requests; one made from the schema where there is none."""
        if self.examples:
            return tuple(map(plain, self.examples))
        made = self._made(self.judge, preferred(self.route))
        if not made:
            pytest.skip(f"{self.name} has no example of a request, and none can be made")
        return tuple(made[:1])

    def _made(self, judge: Judge, media_type: str) -> list[Any]:
        """Requests that a schema allows, those first that can be written; empty where none can be made."""
        made: list[Any] = []
        try:
            made.append(sample(judge.schema))
            if not self._writable(made[0], media_type):  # the simplest text is empty: no path can say it
                made = [*(m for m in samples(judge.schema, 8) if self._writable(m, media_type)), *made]
        except Unmakeable:
            return made
        return made

    def _writable(self, members: Any, media_type: str) -> bool:
        try:
            asked(self.route, members, media_type)
        except Unwritable:
            return False
        return True

    def world(self) -> World:
        """The service alone in this process: nothing but the request itself acts on it."""
        # What is not as documented is to be seen here, and told in full.
        return World(replace(self.service, policies=()), settings=Settings(judge_answers=False))

    def ask(self, client: Client, members: Any, **headers: str) -> Answered:
        """Send a request; names of headers with "_" for "-"."""
        return send(client, self.request(members), **headers)

    def refuses(self, broken: Broken) -> None:
        """A request that breaks a promise is refused: by the schema, and by the class where that can."""
        wrong = broken.of(self.requests[0], self.judge)
        if wrong is None:
            pytest.skip(f"no request of {self.name} could be made that has {broken}")
        refused = not self.judge.accepts(wrong)
        assert refused, f"the published schema of {self.name} must refuse {broken}"
        self.documented.check_problem(self.ask(self.world().client(), wrong), 400)
        if broken.typed and not self._is_of_many(broken):
            assert not self._reads(wrong), f"{self.name} must refuse {broken}: its class lets it pass"

    def refuses_strangers(self) -> None:
        """Nobody gets in without a token."""
        client = self.world().client(anonymous=True)
        answered = self.ask(client, self.requests[0])
        assert answered.status == 401, f"{self.name} must answer 401 to a stranger, not {answered.status}"
        self.documented.check_problem(answered, 401)

    def refuses_without_scopes(self) -> None:
        """Nor with a token that grants all but its scopes."""
        own = {scope for way in self.route.security for scope in way.scopes}
        every = {s for route in self.service.routes for way in route.security for s in way.scopes}
        answered = self.ask(self.world().client(scopes=every - own), self.requests[0])
        assert answered.status == 403, (
            f"{self.name} must answer 403 to a token without its scopes, not {answered.status}"
        )
        self.documented.check_problem(answered, 403)

    def refuses_other_content(self) -> None:
        """A body of a content type that is not documented, or that is not what it says it is."""
        request = self.request(self.requests[0])
        client = self.world().client()
        request.headers["content-type"] = "application/x-never-heard-of"
        self.documented.check_problem(send(client, request), 415)
        said = next((name for name in self.route.content_types if is_json(name)), None)
        if said:
            request.headers["content-type"] = said
            request.body = b'{"half of it'
            self.documented.check_problem(send(client, request), 400)

    def reads_every_content(self) -> None:
        """A body of every media type that is documented is read, and judged by its own schema."""
        for media_type in self.route.content_types:
            given = self._concrete(media_type)
            made = self._made(self._judge(media_type), given) if given else []
            if made and self._writable(made[0], given):
                answered = send(self.world().client(), asked(self.route, made[0], given))
                refused = answered.body and answered.status in (400, 415)
                told = answered.json().get("code", "") if refused else ""
                assert told not in UNREAD, f"{self.name} must read a body of {media_type}: {told}"

    def _concrete(self, media_type: str) -> str:
        """A media type that this entry takes and no other one; empty where there is none.

        What falls into several ranges is read as the most specific one says (RFC 9110, 12.5.1).
        """
        if "*" not in media_type:
            return media_type
        taken = (one for one in CONCRETE if matching(one, self.route.content_types) == media_type)
        return next(taken, "")

    def _is_of_many(self, broken: Broken) -> bool:
        """Whether the member is of a body of several schemas, by its media type: the class takes them all."""
        top = broken.pointer.split("/")[1] if "/" in broken.pointer else ""
        in_body = top not in {parameter.member for parameter in self.route.parameters}
        return in_body and len({*self.route.variants.values()}) > 1

    def request(self, members: Any) -> Asked:
        """The HTTP request that says these members; skips where none can."""
        try:
            return asked(self.route, members)
        except Unwritable as error:
            pytest.skip(f"no HTTP request of {self.name} can say that: {error}")

    def _reads(self, members: Any) -> bool:
        try:
            self._class().from_wire(json.dumps(members))
        except ValidationError:
            return False
        return True

    def _class(self) -> type[Value]:
        for route in self.service.routes:
            if route.name == self.name:
                match route:
                    case CommandRoute():
                        return route.decision.command
                    case QueryRoute() | OperationRoute():
                        return route.request
        raise AssertionError(f"{self.name} must be served, and no route of the service is called so")


def send(client: Client, request: Asked, **headers: str) -> Answered:
    """Send a request as it is, with more headers."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(request.method, request.path, body=request.body, headers=request.headers | more)


def broken_requests(route: HttpRoute, members: Members) -> list[Broken]:
    """Every promise about a request that an HTTP request can break: the text of a URL has no types."""
    places = {parameter.member: parameter for parameter in route.parameters}
    found = []
    for promise in broken(members):
        top = promise.pointer.split("/")[1] if "/" in promise.pointer else ""
        parameter = places.get(top)
        textual = promise.keyword == "type" and not {"integer", "number", "boolean"} & {promise.limit}
        lists = promise.keyword in ("minItems", "minLength", "minProperties")
        absent = promise.keyword == "required" and parameter is not None and parameter.where == "path"
        if parameter is None or not (textual or lists or absent or promise.pointer != f"/{top}"):
            found.append(promise)
    return found
