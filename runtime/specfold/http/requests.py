"""A request as one JSON object: parameters and body together, judged by the schema, then typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json
from starlette.requests import Request

from specfold.http import bodies, merging, parameters
from specfold.http.branches import Branches
from specfold.http.problems import Problem, invalid
from specfold.http.raw_paths import encoded_values
from specfold.model.json_text import is_deeper
from specfold.model.messages import Value
from specfold.model.nesting import MAX_DEPTH
from specfold.model.schemas import Schemas
from specfold.model.service import CommandRoute, HttpRoute
from specfold.model.shared.json_pointer import pointer
from specfold.model.values.read_attempts import is_affordable

V = TypeVar("V", bound=Value)
NONE = Branches({})
MOST_ERRORS = 1000  # that are made out of one refusal by a class
# What a command says goes into events. The commit adds two levels, and a decision may add some of its own.
MAX_COMMAND_DEPTH = MAX_DEPTH - 8


class Requests:
    """The requests of one route."""

    def __init__(self, route: HttpRoute, schemas: Schemas) -> None:
        self.route = route
        self._schemas = schemas
        names = {route.name, *route.variants.values()} if self._described else ()
        self._branches = {name: Branches(schemas.schema("requests", name)) for name in names}
        self._reserved = merging.reserved(route, self._branches.get(route.name, NONE))

    @property
    def _described(self) -> bool:
        """Whether there is anything to describe: a route without parameters and body needs no schema."""
        return bool(self.route.parameters) or self.route.body is not None

    def read(self, request: Request, body: bytes) -> Any:
        """The request's members; the body itself where that is no object and there is nothing else.

        Raises:
            Problem: the schema refuses it.
        """
        sent = _sent(self.route, request)
        content_type = request.headers.get("Content-Type")
        name = bodies.chosen(self.route, content_type)
        branches = self._branches.get(name, NONE)
        members = parameters.read(self.route.parameters, sent, branches)
        content = bodies.read(self.route, content_type, body, branches)
        whole = merging.merged(self.route, members, content, self._reserved)
        if isinstance(self.route, CommandRoute) and is_deeper(whole, MAX_COMMAND_DEPTH):
            detail = f"arrays and objects of a command may be nested at most {MAX_COMMAND_DEPTH} levels deep"
            raise invalid([{"pointer": "", "detail": detail}])
        if self._described:
            self._check(name, whole)
        return whole

    def _check(self, name: str, members: Any) -> None:
        faults = self._schemas.faults("requests", name, members)
        if faults:
            raise invalid([{"pointer": pointer, "detail": text} for pointer, text in faults])


def _sent(route: HttpRoute, request: Request) -> parameters.Sent:
    """What a request sent, as it was sent.

    Raises:
        Problem: its line is not UTF-8.
    """
    try:
        query = request.scope.get("query_string", b"").decode()
    except UnicodeDecodeError as error:
        raise Problem("invalid-request", "a query is UTF-8") from error
    return parameters.Sent(
        path=encoded_values(route.path, request.scope.get("raw_path"), list(request.path_params.values())),
        query_string=query,
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw],
    )


def typed(message: type[V], members: Any) -> V:
    """The members as the class that handwritten code takes.

    Raises:
        Problem: the class refuses what the schema lets pass.
    """
    if not is_affordable(message, members):
        detail = "it is nested too deep for alternatives that no member tells apart"
        raise invalid([{"pointer": "", "detail": detail}])
    try:
        return message.from_wire(to_json(members))  # a text is a member here, no JSON text
    except PydanticSerializationError as error:  # nested deeper than pydantic writes
        raise invalid([{"pointer": "", "detail": "it cannot be written as JSON"}]) from error
    except ValidationError as error:
        raise invalid(_errors(error)) from error


def _errors(error: ValidationError) -> list[dict[str, str]]:
    count = error.error_count()
    if count > MOST_ERRORS:  # pydantic can list all of them or none
        detail = f"{count} values are not of the types that the operation takes"
        return [{"pointer": "", "detail": detail}]
    listed = error.errors(include_url=False, include_context=False, include_input=False)
    return [{"pointer": _pointer(one["loc"]), "detail": one["msg"]} for one in listed]


def _pointer(places: Iterable[object]) -> str:
    return pointer(places)
