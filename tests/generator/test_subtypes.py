"""Bases with a discriminator and no alternatives: a reference to one means its subtypes."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from specfold.model.schemas import Schemas

from tests.generator.specs_in import Specs
from tests.properties.project import generated_project

TEXT = {"type": "string"}


def has(base: str, **members: Any) -> dict[str, Any]:
    """A schema with `allOf` the base."""
    parts = [ref(base), {"type": "object", "properties": members, "required": [*members][:1]}]
    return {"allOf": parts}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


VEHICLE = {
    "type": "object",
    "required": ["vehicleKind"],
    "properties": {"vehicleKind": TEXT, "owner": TEXT, "tows": ref("Vehicle")},
    "discriminator": {
        "propertyName": "vehicleKind",
        "mapping": {"car": "#/components/schemas/Car", "bike": "Bike", "pushbike": "Bike"},
    },
}
HOLDER = {
    "type": "object",
    "properties": {
        "one": ref("Vehicle"),
        "list": {"type": "array", "items": ref("Vehicle")},
        "map": {"type": "object", "additionalProperties": ref("Vehicle")},
        "described": {"description": "With a description.", "allOf": [ref("Vehicle")]},
        "nullable": {"oneOf": [ref("Vehicle"), {"type": "null"}]},
        "part": ref("Part"),
    },
}
SCHEMAS = {
    "Vehicle": VEHICLE,
    "Car": has("Vehicle", doors={"type": "integer"}),
    "Bike": has("Vehicle", gears={"type": "integer"}),
    "Cabriolet": has("Car", roof=TEXT),
    "Part": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": ["Wheel"]}},
        "discriminator": {"propertyName": "kind"},
    },
    "Wheel": has("Part", spokes={"type": "integer"}),
    "Holder": HOLDER,
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Garage", "version": "1.0.0"},
    "paths": {
        f"/{name}": {
            "post": {
                "operationId": name,
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref(schema)}}},
                "responses": {"204": {"description": "taken"}},
            }
        }
        for name, schema in (("park", "Holder"), ("repair", "Vehicle"))
    },
    "components": {"schemas": SCHEMAS},
}
TAGGED = [
    {"vehicleKind": "car", "doors": 4},
    {"vehicleKind": "bike", "gears": 21},
    {"vehicleKind": "pushbike", "gears": 1, "owner": "Ada"},
    {"vehicleKind": "Cabriolet", "doors": 2, "roof": "soft", "tows": {"vehicleKind": "bike", "gears": 3}},
    {"vehicleKind": "tank", "owner": "Bob"},
]


@pytest.fixture(scope="module")
def garage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with generated_project(tmp_path_factory.mktemp("garage"), {"openapi/garage.yaml": DOCUMENT}) as root:
        yield root


def read(name: str, body: Any) -> Any:
    """The body as a class reads and writes it; None: it is refused."""
    commands = importlib.import_module("generated.garage.commands")
    try:
        return getattr(commands, name).from_wire(json.dumps({"body": body}))
    except ValidationError:
        return None


@pytest.mark.parametrize("value", TAGGED, ids=lambda value: value["vehicleKind"])
def test_the_members_of_subtypes_are_kept(garage: Path, value: Any) -> None:
    holder = {
        "one": value,
        "list": [value, value],
        "map": {"a": value},
        "described": value,
        "nullable": value,
        "part": {"kind": "Wheel", "spokes": 36},
    }
    judged = Schemas(garage / "generated/garage/schemas.json")
    for name, operation, body in (("Park", "park", holder), ("Repair", "repair", value)):
        assert judged.problems("requests", operation, {"body": body}) == []
        assert read(name, body).to_wire() == {"body": body}


@pytest.mark.parametrize(
    ("tag", "name"), [("car", "Car"), ("pushbike", "Bike"), ("Cabriolet", "Cabriolet"), ("tank", "Vehicle")]
)
def test_the_tag_chooses_the_class(garage: Path, tag: str, name: str) -> None:
    value = next({**value, "vehicleKind": tag} for value in TAGGED if value["vehicleKind"] == tag)
    assert type(read("Repair", value).body).__name__ == name


@pytest.mark.parametrize(
    "value",
    [
        {"vehicleKind": "car", "doors": "four"},
        {"vehicleKind": "bike"},
        {"vehicleKind": "Cabriolet", "doors": 2},
        {"doors": 4},
    ],
)
def test_a_value_is_judged_as_the_subtype_that_its_tag_names(garage: Path, value: Any) -> None:
    judged = Schemas(garage / "generated/garage/schemas.json")
    assert judged.problems("requests", "repair", {"body": value}) != []


def test_a_subtype_is_itself_where_it_is_referred_to(tmp_path: Path) -> None:
    specs = Specs(tmp_path)
    names = {"Car", "Bike", "Cabriolet", "Vehicle", "AnyVehicle", "VehicleSubtype"}
    specs.write("openapi/shop.yaml", json.dumps(DOCUMENT))
    assert names <= specs.service().definitions.keys()


def mapped(tmp_path: Path, discriminator: Any, **more: Any) -> list[str]:
    base = {**VEHICLE, "discriminator": {"propertyName": "vehicleKind", "mapping": discriminator}, **more}
    document = {**DOCUMENT, "components": {"schemas": {**SCHEMAS, "Vehicle": base}}}
    specs = Specs(tmp_path).write("openapi/shop.yaml", json.dumps(document))
    return [code for code in specs.codes() if code in ("SPF385", "SPF386", "SPF387", "SPF206", "SPF205")]


def test_a_mapping_entry_that_chooses_nothing_is_a_warning(tmp_path: Path) -> None:
    gone = {"gone": "#/components/schemas/Gone", "far": "./far.yaml#/Far", "named": "Nobody"}
    assert mapped(tmp_path / "a", gone) == ["SPF385"] * 3
    assert mapped(tmp_path / "b", {"part": "#/components/schemas/Part"}) == ["SPF386"]
    alternatives = {"oneOf": [ref("Car"), ref("Bike")], "allOf": []}
    assert mapped(tmp_path / "c", {"x": "Part", **gone}, **alternatives) == ["SPF385"] * 3 + ["SPF386"]


def test_too_many_subtypes_are_a_warning_and_no_explosion(tmp_path: Path) -> None:
    many = {f"Kind{number}": has("Vehicle", size=TEXT) for number in range(120)}
    document = {**DOCUMENT, "components": {"schemas": {**SCHEMAS, **many}}}
    specs = Specs(tmp_path).write("openapi/shop.yaml", json.dumps(document))
    assert "SPF387" in specs.codes()
