"""One documented request that a service makes: written, sent, and its answer looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from specfold.messaging.webhooks.expressions import Cause, filled
from specfold.messaging.webhooks.parameter_styles import Unwritable
from specfold.messaging.webhooks.request_encoding import Asked, asked
from specfold.model.json_text import decode
from specfold.model.messages import Value
from specfold.model.schemas import Schemas
from specfold.model.service import Answer, HttpRoute

V = TypeVar("V", bound=Value)


class Undeliverable(Exception):
    """Nobody took the request: there was no answer, or it may not be sent there."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the receiver answered. `documented` is the answer that the document describes, if it is one."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    documented: str | None = None  # "200", "4XX", "default"

    @property
    def taken(self) -> bool:
        """Whether the receiver took the request (2xx)."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON data.

        Raises:
            ValueError: it is none.
        """
        return decode(self.body)

    def read(self, kind: type[V]) -> V:
        """The body as a class of the document.

        Raises:
            pydantic.ValidationError: it is none.
        """
        return kind.from_wire(self.body)


Post = Callable[[Asked], Answered]  # raises `Undeliverable`


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A webhook or a callback. `answers`: the documented ones, by status, with their media types.

    `url` says where a callback goes: an address with runtime expressions about the request that asked for
    it, whose route is `cause`. A webhook goes where its subscriber said.
    """

    route: HttpRoute
    schemas: Schemas
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    url: str = ""
    cause: HttpRoute | None = None

    def request(self, url: str, members: Value) -> Asked:
        """The request as it is sent.

        Raises:
            ValueError: it is not what the published schema says, or no HTTP request can say it.
        """
        wire = members.to_wire()
        problems = self.schemas.problems("requests", self.route.name, wire)
        if problems:
            raise ValueError(f"{self.route.name} is not as published: {'; '.join(problems)}")
        try:
            request = asked(self.route, wire)
        except Unwritable as error:
            raise ValueError(f"{self.route.name}: {error}") from error
        query = request.path.removeprefix("?")
        request.path = url + (("&" if "?" in url else "?") + query if query else "")
        return request

    def send(self, post: Post, url: str, members: Value) -> Answered:
        """Send it.

        Raises:
            Undeliverable: there was no answer, or it may not be sent there.
            ValueError: it is not what the published schema says.
        """
        answered = post(self.request(url, members))
        status = answered.status
        names = (str(status), f"{status // 100}XX", "default")
        known = next((name for name in names if name in self.answers), None)
        return Answered(status, answered.headers, answered.body, known)

    def address(self, request: Value, answer: Answer | None = None) -> str:
        """Where a callback goes, by the request that asked for it and, where the address says so, its answer.

        Raises:
            ValueError: the request says nothing of it.
        """
        if self.cause is None:
            raise ValueError(f"{self.route.name} is no callback")
        return filled(self.url, Cause(self.cause, request.to_wire(), answer))
