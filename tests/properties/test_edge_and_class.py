"""What the edge accepts, the class reads and writes again; nothing is changed, forged or lost."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import to_json
from specfold import Value
from specfold.model.json_text import decode
from specfold.model.schemas import Schemas
from specfold.testing.contract.round_trip import lost
from specfold.testing.contract.sample_payloads import strategy

from tests.properties import depth
from tests.properties.project import generated_project

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def obj(required: str = "", **members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": required.split()}


SCHEMAS: dict[str, Any] = {
    "Plain": obj("orderId", orderId=TEXT, count=WHOLE, price={"type": "number"}, isPaid={"type": "boolean"}),
    "Bounded": obj(
        size={**WHOLE, "minimum": 0, "maximum": 9},
        rate={"type": "number", "exclusiveMinimum": 0},
        code={**TEXT, "minLength": 2, "maxLength": 4},
        tags={"type": "array", "items": TEXT, "maxItems": 2},
    ),
    "Formats": obj(
        sentAt={**TEXT, "format": "date-time"},
        onDay={**TEXT, "format": "date"},
        atTime={**TEXT, "format": "time"},
        ownId={**TEXT, "format": "uuid"},
        mail={**TEXT, "format": "email"},
        lasts={**TEXT, "format": "duration"},
    ),
    "Nulls": obj(
        "maybe",
        maybe={"type": ["string", "null"]},
        orNumber={"type": ["number", "null"]},
        kindOf={"enum": ["a", "b", None]},
        gone={"type": "null"},
    ),
    "Choices": obj(
        either={"oneOf": [TEXT, WHOLE]},
        any={"anyOf": [ref("Plain"), {"type": "array", "items": WHOLE}]},
        fixed={"const": "x"},
        level={"enum": [1, 2, 3]},
    ),
    "Open": {**obj(someName=TEXT), "additionalProperties": {"type": "number"}},
    "Closed": {**obj("a", a=WHOLE, bC=TEXT), "additionalProperties": False},
    "Maps": obj(
        byName={"type": "object", "additionalProperties": ref("Plain")},
        free={},
        list={"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
    ),
    "Tree": obj("value", value=WHOLE, left=ref("Tree"), children={"type": "array", "items": ref("Tree")}),
    "Shape": {**obj("kindName", kindName=TEXT), "discriminator": {"propertyName": "kindName"}},
    "Circle": {"allOf": [ref("Shape"), obj("radius", radius={"type": "number"})]},
    "Square": {"allOf": [ref("Shape"), obj(side=WHOLE)]},
    "Shapes": obj(one=ref("Shape"), many={"type": "array", "items": ref("Shape")}),
    "Defaults": obj(unit=ref("Unit"), place={**TEXT, "default": "here"}),
    "Unit": {**TEXT, "default": "kg"},
}
NAMES = sorted(SCHEMAS.keys() - {"Unit", "Shape", "Circle", "Square"})
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Values", "version": "1.0.0"},
    "paths": {
        f"/{name}": {
            "post": {
                "operationId": f"send{name}",
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref(name)}}},
                "responses": {"204": {"description": "taken"}},
            }
        }
        for name in NAMES
    },
    "components": {"schemas": SCHEMAS},
}
ODD = st.sampled_from(
    [None, True, 0, -1, 1.0, 2**53 + 1, 1e300, "", "x", "2024-01-01T00:00:00.1234567Z", [], {}]
)


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Schemas]:
    with generated_project(tmp_path_factory.mktemp("values"), {"openapi/values.yaml": DOCUMENT}) as root:
        yield Schemas(root / "generated/values/schemas.json")


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """The value, with some parts changed, left out, added or under another spelling of their name."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ODD)
    if isinstance(value, list):
        return [draw(mutated(part)) for part in value]
    if not isinstance(value, dict):
        return value
    found = {name: draw(mutated(inner)) for name, inner in value.items() if draw(st.integers(0, 9))}
    if draw(st.integers(0, 4)) == 0:
        found[draw(st.sampled_from(["order_id", "some_name", "kind_name", "more", "bC", "radius"]))] = draw(
            ODD
        )
    return found


def described(value: Any) -> Any:
    """The value without a member of another branch: `lost` knows the branches together, not the one taken."""
    if isinstance(value, list):
        return [described(part) for part in value]
    if not isinstance(value, dict):
        return value
    foreign = {"Square": "radius", "Circle": "side"}.get(str(value.get("kindName")))
    return {name: described(inner) for name, inner in value.items() if name != foreign}


def outcome(made: type[Value], text: bytes) -> tuple[Value | None, list[Any]]:
    try:
        return made.from_wire(text), []
    except ValidationError as error:
        return None, list(error.errors())


def is_judged_by_the_class_alone(errors: list[Any]) -> bool:
    """What the documentation names: a class refuses the leap second."""
    return all("time" in error["type"] for error in errors)


@settings(
    max_examples=depth.cases(bounded=150),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_what_the_edge_accepts_the_class_reads_and_keeps(values: Schemas, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    schema = values.schema("requests", f"send{name}")
    made = getattr(importlib.import_module("generated.values.commands"), f"Send{name}")
    request = {"body": data.draw(mutated(data.draw(strategy(schema))["body"]))}
    sent = decode(json.dumps(request))
    accepted = not values.problems("requests", f"send{name}", sent)
    read, errors = outcome(made, to_json(sent))
    if read is None:
        assert not accepted or is_judged_by_the_class_alone(errors), (sent, errors)
        return
    if accepted:
        written = json.loads(read.to_json())
        assert not lost(described(sent), written, schema)
        assert not values.problems("requests", f"send{name}", written)
        assert made.from_wire(written).to_json() == read.to_json()
