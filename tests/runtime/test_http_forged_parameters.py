"""A body sets no parameter that was not sent, in any place, spelling and media type, nor the reverse."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode

import pytest
from pydantic import Field
from specfold.model.messages import Catalog, Command, Event, Query
from specfold.model.schemas import Schemas
from specfold.model.service import (
    Aggregate,
    CommandRoute,
    Decision,
    HttpRoute,
    Parameter,
    QueryRoute,
    Service,
)
from specfold.testing.client import Answered, Client
from specfold.testing.world import World

FORM = "application/x-www-form-urlencoded"
PARAMETERS = (
    Parameter("X-Role", "header", "X-Role"),
    Parameter("asRole", "query", "asRole", style="form", explode=True),
    Parameter("roleOf", "cookie", "roleOf", style="form", explode=True),
)
NAMES = ("X-Role", "x_role", "asRole", "as_role", "roleOf", "role_of", "badgeId", "badge_id")
TEXT = {"type": "string"}


class Badged(Event, type="Badged", version=1):
    badge_id: Annotated[str, Field(alias="badgeId")]


class IssueBadge(Command):
    badge_id: Annotated[str, Field(alias="badgeId")]
    holder: str
    x_role: Annotated[str | None, Field(alias="X-Role")] = None
    as_role: Annotated[str | None, Field(alias="asRole")] = None
    role_of: Annotated[str | None, Field(alias="roleOf")] = None


class FindBadges(Query):
    holder: str | None = None
    x_role: Annotated[str | None, Field(alias="X-Role")] = None
    as_role: Annotated[str | None, Field(alias="asRole")] = None
    role_of: Annotated[str | None, Field(alias="roleOf")] = None


@dataclass(frozen=True, slots=True)
class Badge:
    """The state of a badge."""


def no_badge() -> Badge:
    return Badge()


class Gate:
    """A service whose command and query have a parameter in each place, and what its handlers got."""

    got: ClassVar[list[Any]] = []

    def __init__(self, file: Path, shared: tuple[str, ...] = ()) -> None:
        def decide(command: IssueBadge, _state: Badge, _at: datetime) -> Sequence[Event]:
            self.got.append(command.to_wire())
            return [Badged(badgeId=command.badge_id)]

        def answer(request: FindBadges, _rows: object) -> None:
            self.got.append(request.to_wire())

        self.got.clear()
        properties = {"holder": TEXT, **{p.member: TEXT for p in PARAMETERS}}
        issue = {"type": "object", "required": ["holder"], "properties": properties}
        schemas = {"messages": {"Badged/1": {}}, "requests": {"issueBadge": issue, "findBadges": issue}}
        file.write_text(json.dumps(schemas), "utf-8")
        badge: Aggregate[Badge] = Aggregate(
            name="Badge",
            identity="badgeId",
            channel="badges",
            initial=no_badge,
            evolve=lambda state, _: state,
            events=(Badged,),
        )
        decision = Decision(
            name="issueBadge",
            command=IssueBadge,
            aggregate=badge,
            decide=decide,
            creates=True,
            generates_identity=True,
        )
        types = ("application/json", FORM, "multipart/form-data")
        given: dict[str, Any] = {"parameters": PARAMETERS, "body": "", "content_types": types}
        routes: tuple[HttpRoute, ...] = (
            CommandRoute(
                name="issueBadge", method="POST", path="/badges", decision=decision, shared=shared, **given
            ),
            QueryRoute(
                name="findBadges", method="QUERY", path="/badges", request=FindBadges, answer=answer,
                view="Badge", shared=("holder",), **given,
            ),
        )  # fmt: skip
        service = Service(
            name="gate",
            source="//gate.test",
            catalog=Catalog(Badged),
            schemas=Schemas(file),
            decisions=(decision,),
            routes=routes,
        )
        self.client: Client = World(service).client()


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path / "schemas.json")


def as_json(members: dict[str, str]) -> tuple[str, bytes]:
    return "application/json", json.dumps(members).encode()


def as_form(members: dict[str, str]) -> tuple[str, bytes]:
    return FORM, urlencode(members).encode()


def as_parts(members: dict[str, str]) -> tuple[str, bytes]:
    parts = [
        f'--it\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in members.items()
    ]
    return "multipart/form-data; boundary=it", "".join([*parts, "--it--\r\n"]).encode()


Encoder = Callable[[dict[str, str]], tuple[str, bytes]]
ENCODERS = pytest.mark.parametrize("encoder", [as_json, as_form, as_parts])


def send(
    gate: Gate, encoder: Encoder, members: dict[str, str], method: str = "POST", **more: Any
) -> Answered:
    kind, body = encoder(members)
    headers = {"Content-Type": kind, **more.pop("headers", {})}
    return gate.client.request(method, more.pop("path", "/badges"), body=body, headers=headers)


@ENCODERS
@pytest.mark.parametrize("method", ["POST", "QUERY"])
@pytest.mark.parametrize("name", NAMES)
def test_a_body_sets_no_parameter_and_no_generated_identity(
    gate: Gate, encoder: Encoder, method: str, name: str
) -> None:
    answer = send(gate, encoder, {"holder": "ann", name: "admin"}, method)
    assert answer.status == 400
    assert f"/{name}" in {error["pointer"] for error in answer.json()["errors"]}
    assert gate.got == []


@ENCODERS
def test_a_parameter_that_was_sent_has_its_own_value(gate: Gate, encoder: Encoder) -> None:
    headers = {"X-Role": "guest", "Cookie": "roleOf=ann"}
    answer = send(gate, encoder, {"holder": "ann"}, headers=headers, path="/badges?asRole=guest")
    assert answer.status == 202
    got = {name: value for name, value in gate.got[0].items() if name != "badgeId"}
    assert got == {"holder": "ann", "X-Role": "guest", "asRole": "guest", "roleOf": "ann"}
    contradicting = send(gate, encoder, {"holder": "ann", "X-Role": "admin"}, headers=headers)
    assert contradicting.status == 400


@ENCODERS
def test_a_parameter_sets_no_member_of_the_body(gate: Gate, encoder: Encoder) -> None:
    headers = {"holder": "eve", "Cookie": "holder=eve"}
    answer = send(gate, encoder, {}, headers=headers, path="/badges?holder=eve")
    assert answer.status == 400
    assert gate.got == []


def test_a_member_that_is_described_in_both_places_is_set_from_either(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "schemas.json", shared=("asRole",))
    assert send(gate, as_json, {"holder": "ann", "asRole": "guest"}).status == 202
    assert send(gate, as_json, {"holder": "ann"}, path="/badges?asRole=guest").status == 202
    assert [got["asRole"] for got in gate.got] == ["guest", "guest"]
    assert send(gate, as_json, {"holder": "ann", "as_role": "admin"}).status == 400
