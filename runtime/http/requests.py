"""A request as one JSON object: parameters and body together, judged by the schema, then typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json
from starlette.requests import Request

from runtime.http import bodies, parameters
from runtime.http.problems import invalid
from runtime.http.shapes import Shapes
from runtime.messages import Value
from runtime.schemas import Schemas
from runtime.service import HttpRoute

V = TypeVar("V", bound=Value)
NONE = Shapes({})
MAX_DETAIL = 200  # characters; a message may quote the client's own value at full length


class Requests:
    """The requests of one route."""

    def __init__(self, route: HttpRoute, schemas: Schemas) -> None:
        self.route = route
        self._schemas = schemas
        names = {route.name, *route.variants.values()} if self._described else ()
        self._shapes = {name: Shapes(schemas.schema("requests", name)) for name in names}

    @property
    def _described(self) -> bool:
        """Whether there is anything to describe: a route without parameters and body needs no schema."""
        return bool(self.route.parameters) or self.route.body is not None

    def read(self, request: Request, body: bytes) -> Any:
        """The request's members; the body itself where that is no object and there is nothing else.

        Raises:
            Problem: the schema refuses it.
        """
        sent = parameters.Sent(
            path={
                p.name: request.path_params[f"p{i}"]
                for i, p in enumerate(self.route.parameters)
                if p.where == "path"
            },
            query_string=request.scope.get("query_string", b"").decode("latin-1"),
            headers=dict(request.headers),
            cookies=request.cookies,
        )
        content_type = request.headers.get("Content-Type")
        name = bodies.chosen(self.route, content_type)
        shapes = self._shapes.get(name, NONE)
        members = parameters.read(self.route.parameters, sent, shapes)
        content = bodies.read(self.route, content_type, body, shapes)
        whole = self._merged(members, content)
        if self._described:
            self._check(name, whole)
        return whole

    def _merged(self, members: dict[str, Any], content: Any) -> Any:
        if content is bodies.NOTHING:
            return members
        if self.route.body:
            return members | {self.route.body: content}
        if not isinstance(content, dict):
            if self.route.parameters:
                raise invalid([{"pointer": "", "detail": "the body is no object"}])
            return content
        twice = [name for name in members.keys() & content.keys() if members[name] != content[name]]
        if twice:
            raise invalid(
                [{"pointer": f"/{n}", "detail": "the body contradicts the URL or a header"} for n in twice]
            )
        return content | members

    def _check(self, name: str, members: Any) -> None:
        faults = self._schemas.faults("requests", name, members)
        if faults:
            raise invalid([{"pointer": pointer, "detail": text[:MAX_DETAIL]} for pointer, text in faults])


def typed(message: type[V], members: Any) -> V:
    """The members as the class that handwritten code takes.

    Raises:
        Problem: the class refuses what the schema lets pass.
    """
    try:
        return message.from_wire(to_json(members))  # a text is a member here, no JSON text
    except ValidationError as error:
        raise invalid(
            [{"pointer": _pointer(e["loc"]), "detail": e["msg"]} for e in error.errors()]
        ) from error


def _pointer(places: Iterable[object]) -> str:
    return "".join("/" + str(place).replace("~", "~0").replace("/", "~1") for place in places)
