"""What comes from outside sets a member by its wire name, never by its Python name."""

from __future__ import annotations

import ast
import importlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError, create_model
from specfold import Command, Event, Query, Row, Value, ValueRoot
from specfold.messaging import Channel, Message
from specfold.model.messages import Nullable
from specfold.model.service import Answer, OperationRoute
from specfold.testing.client import Client
from specfold.testing.world import World

from tests.properties import depth
from tests.properties.project import generated_project

ROOT = Path(__file__).resolve().parents[2]
BASES: tuple[type[Value], ...] = (Value, Event, Command, Query, Row)
WIRE_NAMES = {"user_role": "userRole", "paid_at": "paidAt", "kind": "petKind", "same": "same"}
TEXTS = st.text(max_size=3)
_numbers = itertools.count()

Twins = tuple[Any, Any]  # a type, and the same with Python names that nobody sends
Drawn = tuple[Twins, st.SearchStrategy[Any]]  # and the JSON values that both read


def python_names(*, secret: bool) -> dict[str, str]:
    """Python names of the members, by wire name."""
    return {
        wire: f"secret_{number}" if secret else name for number, (name, wire) in enumerate(WIRE_NAMES.items())
    }


def pets(*, secret: bool) -> Any:
    """A union whose branch is chosen by `petKind`."""
    tag = python_names(secret=secret)["petKind"]
    branches = [
        create_model(name, __base__=Value, **{tag: (Annotated[Literal[name], Field(alias="petKind")], ...)})  # type: ignore[valid-type]
        for name in ("cat", "dog")
    ]
    return Annotated[branches[0] | branches[1], Field(discriminator=tag)]


PETS = (pets(secret=False), pets(secret=True))


@st.composite
def types(draw: st.DrawFn, depth: int) -> Drawn:
    kind = draw(st.sampled_from(["text", "pet"] + ["class", "list", "union", "root"] * (depth > 0)))
    if kind == "text":
        return (str, str), TEXTS
    if kind == "pet":
        return PETS, st.sampled_from([{"petKind": "cat"}, {"petKind": "dog"}])
    if kind == "class":
        return draw(classes(depth))
    (inner, twin), values = draw(types(depth - 1))
    if kind == "list":
        return (list[inner], list[twin]), st.lists(values, max_size=2)
    if kind == "root":
        roots = [
            create_model(f"Root{next(_numbers)}", __base__=ValueRoot, root=(t, ...)) for t in (inner, twin)
        ]
        return (roots[0], roots[1]), values
    return (inner | int, twin | int), values | st.integers(0, 9)


@st.composite
def classes(draw: st.DrawFn, depth: int = 2) -> Drawn:
    """A class some members of which have another name on the wire."""
    fields: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for wire in WIRE_NAMES.values():
        how = draw(st.sampled_from(["required", "optional", "nullable", "default"]))
        inner, values = ((str, str), TEXTS) if how == "default" else draw(types(depth - 1))
        for secret, own in enumerate(fields):
            own[python_names(secret=bool(secret))[wire]] = member(inner[secret], wire, how)
        (required if how == "required" else optional)[wire] = (
            values | st.none() if how == "nullable" else values
        )
    base, keywords = draw(st.sampled_from(BASES)), {"extra": "allow"} if draw(st.booleans()) else None
    made = [
        create_model(f"Made{next(_numbers)}", __base__=base, __cls_kwargs__=keywords, **own) for own in fields
    ]
    return (made[0], made[1]), st.fixed_dictionaries(required, optional=optional)


def member(type_: Any, wire: str, how: str) -> tuple[Any, Any]:
    """A member of a class, as `pydantic.create_model` takes it."""
    alias = Field(alias=wire)
    if how == "required":
        return Annotated[type_, alias], ...
    if how == "default":
        return Annotated[type_, alias], "default"
    return Annotated[(type_ | None, alias, Nullable) if how == "nullable" else (type_ | None, alias)], None


@st.composite
def sent(draw: st.DrawFn) -> tuple[type[Value], type[Value], Any]:
    """A class, its twin, and a value some members of which are under their Python names, alone or as well."""
    (made, twin), values = draw(classes())
    value = draw(values)
    names = {wire: name for name, wire in WIRE_NAMES.items()}

    def ways(wire: str) -> list[tuple[str, ...]]:
        name = names.get(wire, wire)
        return [(wire,), (name,), (wire, name)]

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(part) for part in value]
        if not isinstance(value, dict):
            return value
        found: dict[str, Any] = {}
        for wire, inner in value.items():
            for name in draw(st.sampled_from(ways(wire))):
                found.setdefault(name, renamed(inner))
        return found

    return made, twin, renamed(value)


def read(made: type[Value], value: Any) -> Any:
    """What is written again of what was read; None: it is refused."""
    try:
        return made.from_wire(json.dumps(value)).to_wire()
    except ValidationError:
        return None


@settings(
    max_examples=depth.cases(bounded=150),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(sent())
def test_a_python_name_means_nothing_on_the_wire(drawn: tuple[type[Value], type[Value], Any]) -> None:
    made, twin, value = drawn
    assert read(made, value) == read(twin, value)


def test_python_code_constructs_by_python_names() -> None:
    made = create_model("Named", __base__=Command, **{"user_role": member(str, "userRole", "required")})
    assert made(user_role="admin").to_wire() == {"userRole": "admin"}


USER = {
    "type": "object",
    "required": ["userId"],
    "properties": {
        "userId": {"type": "string"},
        "userRole": {"type": "string", "not": {"const": "admin"}},
        "signedUp": {"type": "object", "properties": {"userRole": {"type": "string"}}},
    },
}
FORGED = {"userId": "u1", "user_role": "admin", "signedUp": {"user_role": "admin"}}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
DOCUMENTS = {
    "openapi/till.yaml": {
        "openapi": "3.1.0",
        "info": {"title": "Till", "version": "1.0.0"},
        "paths": {
            "/users": {
                "post": {
                    "operationId": "addUser",
                    "parameters": [{"in": "query", "name": "givenRole", "schema": {"type": "string"}}],
                    "requestBody": {
                        "required": True,
                        "content": {media: {"schema": USER} for media in ("application/json", *FORMS)},
                    },
                    "responses": {"204": {"description": "added"}},
                }
            }
        },
    },
    "asyncapi/till.yaml": {
        "asyncapi": "3.0.0",
        "info": {"title": "Till", "version": "1.0.0"},
        "channels": {
            "users": {
                "address": "users",
                "messages": {
                    "UserAdded": {
                        "payload": USER,
                        "headers": {"type": "object", "properties": {"userRole": {"type": "string"}}},
                    }
                },
            }
        },
        "operations": {"onUser": {"action": "receive", "channel": {"$ref": "#/channels/users"}}},
    },
}


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with generated_project(tmp_path_factory.mktemp("till"), DOCUMENTS) as root:
        yield root


class TestEntryPoints:
    """A member that is sent by its Python name is a member that the schema does not name: it is ignored."""

    @pytest.fixture
    def posted(self, till: Path) -> tuple[Client, list[Any]]:
        """A client of the API, and what its handler gets."""
        service = importlib.import_module("generated.till.service").SERVICE
        got: list[Any] = []

        def handle(request: Any) -> Answer:
            got.append(request.to_wire())
            return Answer(status=204)

        routes = tuple(replace(r, handle=handle) for r in service.routes if isinstance(r, OperationRoute))
        return World(replace(service, routes=routes)).client(), got

    def test_body(self, posted: tuple[Client, list[Any]]) -> None:
        client, got = posted
        assert client.post("/users?given_role=admin", FORGED).status == 204
        assert client.post("/users", {**FORGED, "userRole": "admin"}).status == 400
        assert got == [{"body": {"userId": "u1", "signedUp": {}}}]

    def test_form(self, posted: tuple[Client, list[Any]]) -> None:
        client, got = posted
        headers = {"Content-Type": FORMS[0]}
        answered = client.request("POST", "/users", body=b"userId=u1&user_role=admin", headers=headers)
        assert answered.status == 204
        assert got == [{"body": {"userId": "u1"}}]

    def test_parts(self, posted: tuple[Client, list[Any]]) -> None:
        client, got = posted
        parts = [("userId", "u1"), ("user_role", "admin")]
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in parts
        )
        headers = {"Content-Type": f"{FORMS[1]}; boundary=b"}
        answered = client.request("POST", "/users", body=f"{body}--b--\r\n".encode(), headers=headers)
        assert answered.status == 204
        assert got == [{"body": {"userId": "u1"}}]

    def test_message(self, till: Path) -> None:
        channels = importlib.import_module("generated.till.channels")
        channel = next(one for one in vars(channels).values() if isinstance(one, Channel))
        message = Message(
            address="users",
            body=json.dumps(FORGED).encode(),
            type="UserAdded",
            headers={"user_role": "admin"},
        )
        received = channel.receive(message)
        assert received.event.to_wire() == {"userId": "u1", "signedUp": {}}
        assert received.headers is not None
        assert received.headers.to_wire() == {}


def test_one_function_reads_what_comes_from_outside() -> None:
    """pydantic's own functions take Python names too, unless each call forbids it."""
    validating = {"model_validate", "model_validate_json", "model_validate_strings", "validate_json"}
    sources = [
        file for room in ("runtime", "handwritten", "generated") for file in (ROOT / room).rglob("*.py")
    ]
    for file in (file for file in sources if file.parent.name != "values"):  # there: no model
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in validating:
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
                assert given.items() >= {("by_alias", "True"), ("by_name", "False")}, f"{file}:{call.lineno}"
