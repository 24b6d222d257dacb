"""One answer to what a value is: for random schemas, the table, the item and the order in memory agree."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specfold.eventlog.commit import padded
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import CursorStep, RowWrite, ViewUnit
from specfold.model import key_values as limits
from specfold.model.messages import Row
from specfold.model.service import Key, View
from specfold.model.topology import Topology
from specfold.storage.memory_ports import MemoryViews
from specfold.storage.row_items import row_item, unstorable
from specfold_generator.lint.rules import keys as rules
from specfold_generator.model import ir
from specfold_generator.model.key_types import Kind, attribute_type, kind_of, member_kind, type_of

from tests.properties import depth
from tests.properties.dynamodb_rules import key_violations, order
from tests.properties.project import generated_project

Schema = dict[str, Any]
POOL: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -3,
    10,
    9,
    2.0,
    2.5,
    -0.5,
    1e20,
    10**37,
    "",
    "a",
    "b",
    "Z",
    "5",
    "10",
]
POOL += ["9", "é", "😀", "x" * 40, [], [1], {}, {"a": 1}]
POOL += [
    "2024-01-01T01:00:00Z",
    "2024-01-01T02:00:00+02:00",
    "2024-01-01T01:00:00.5Z",
    "2024-01-01T01:00:00.25Z",
]
DEFINITIONS: dict[str, Schema] = {
    "Whole": {"type": "integer"},
    "Words": {"type": "string", "maxLength": 30},
    "Moment": {"type": "string", "format": "date-time"},
    "MaybeWhole": {"anyOf": [{"$ref": "#/$defs/Whole"}, {"type": "null"}]},
    "Choice": {"enum": ["a", "b", None]},
}
TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.just({}),
    st.sampled_from(TYPES).map(lambda name: {"type": name}),
    st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True).map(lambda names: {"type": names}),
    st.sampled_from([f"#/$defs/{name}" for name in DEFINITIONS]).map(lambda name: {"$ref": name}),
    st.sampled_from(POOL).map(lambda value: {"const": value}),
    st.lists(st.sampled_from([value for value in POOL if value != 1]), min_size=1, max_size=4).map(
        lambda values: {"enum": values}
    ),
    st.just({"type": "string", "format": "date-time"}),
    st.builds(
        lambda low, high: {"type": "number", "minimum": low, "exclusiveMaximum": high},
        st.integers(-5, 5),
        st.integers(6, 40),
    ),
    st.builds(lambda most: {"type": "string", "maxLength": most}, st.integers(0, 40)),
    st.sampled_from(["^[a-z]{2}$", "^a|b$", "^(a|bc)$", "a", "^[0-9]*$"]).map(
        lambda pattern: {"type": "string", "pattern": pattern}
    ),
)
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        *(
            st.builds(
                lambda base, parts, keyword=keyword: base | {keyword: parts},
                st.sampled_from([{}, {"type": "string"}, {"type": ["integer", "null"]}, {"maxLength": 3}]),
                st.lists(inner | st.booleans(), min_size=1, max_size=3),
            )
            for keyword in ("allOf", "anyOf", "oneOf")
        )
    ),
    max_leaves=6,
)


def kind(schema: Schema) -> Kind:
    """The kind of a schema that may refer to the definitions."""
    defined = {name: SimpleNamespace(schema=one) for name, one in DEFINITIONS.items()}
    return kind_of(cast(ir.Service, SimpleNamespace(definitions=defined)), schema)


def valid(schema: Schema) -> list[Any]:
    """The values of the pool that a schema allows; formats are asserted."""
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": DEFINITIONS} | schema
    judge = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [value for value in POOL if judge.is_valid(value)]


class Thing(Row):
    """A row."""


def view_of(found: Kind) -> View[Any]:
    kinds: Any = {} if found.key in (None, "text") else {"m": found.key}
    return View(
        name="Things", row=Thing, key=Key("id"), events=(), key_of=lambda _: (), fold=lambda row, _: row,
        per_aggregate=True, indexes={"byMember": Key("g", "m")}, kinds=kinds,
    )  # fmt: skip


def listed(view: View[Any], values: list[Any]) -> list[Any]:
    """The values in the order in which memory lists their rows."""
    store = MemoryViews([view])
    for n, value in enumerate(values):
        cursor = Cursor(version=1, top="c", seq=padded("1"), shard="s")
        members = {"id": f"{n:03}", "g": "g", "m": value}
        step = CursorStep(key=f"T-{n}", expected=None, cursor=cursor)
        store.write(view, [ViewUnit(steps=(step,), rows=(RowWrite(key=(f"{n:03}",), members=members),))])
    page = store.rows("Things", "byMember", "g", limit=1000, after=None, newest_first=False)
    return [row.members["m"] for row in page.rows]


def check(schema: Schema, values: list[Any]) -> None:
    found = kind(schema)
    for value in values:
        assert type_of(value) in found.types
        assert found.values is None or value in found.values
        if isinstance(value, str):
            assert found.longest is None or len(value) <= found.longest
        elif isinstance(value, int | float) and not isinstance(value, bool):
            assert found.low is None or value >= found.low
            assert found.high is None or value <= found.high
    if found.key is None:
        return
    view, attribute = view_of(found), attribute_type(found.key)
    for value in values:
        item = row_item(view, ("1",), {"id": "1", "g": "g", "m": value})
        assert ("m" in item) == (value not in (None, ""))
        if "m" in item:
            assert set(item["m"]) == {attribute}
            assert not key_violations(item["m"], attribute, 1024)
            assert not unstorable(view, ("1",), item)
    indexed = [value for value in values if value not in (None, "")]
    places = [order(found.key, value) for value in listed(view, indexed)]
    assert len(places) == len(indexed)
    assert places == sorted(places)


def test_the_kind_of_a_schema_holds_every_value_and_orders_it() -> None:
    counted = {"schemas": 0, "values": 0, "keys": 0}

    @settings(max_examples=depth.cases(bounded=300), deadline=None, suppress_health_check=list(HealthCheck))
    @given(SCHEMAS)
    def holds(schema: Schema) -> None:
        values = valid(schema)
        check(schema, values)
        counted["schemas"] += 1
        counted["values"] += len(values)
        counted["keys"] += kind(schema).key is not None

    holds()
    if depth.DEEP:
        print(f"\n{counted}")  # the deep form reports its counts


@pytest.mark.parametrize(
    ("schema", "key", "nullable"),
    [
        ({"type": ["integer", "null"]}, "number", True),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number", True),
        ({"allOf": [{"type": "integer"}], "description": "with words"}, "number", False),
        ({"allOf": [{"$ref": "#/$defs/MaybeWhole"}, {"type": "integer"}]}, "number", False),
        ({"$ref": "#/$defs/MaybeWhole"}, "number", True),
        ({"oneOf": [{"$ref": "#/$defs/Whole"}, {"const": 2.5}]}, "number", False),
        ({"enum": [1, 2, None]}, "number", True),
        ({"$ref": "#/$defs/Choice"}, "text", True),
        ({"$ref": "#/$defs/Moment"}, "date-time", False),
        ({"anyOf": [{"$ref": "#/$defs/Moment"}, {"type": "null"}]}, "date-time", True),
        ({"anyOf": [{"$ref": "#/$defs/Moment"}, {"type": "string"}]}, "text", False),
        ({"type": "string", "format": "time"}, "time", False),
        ({"type": ["string", "integer"]}, None, False),
        ({"type": "boolean"}, None, False),
        ({}, None, True),
    ],
)
def test_a_key_is_of_one_kind(schema: Schema, key: str | None, nullable: bool) -> None:
    assert (kind(schema).key, "null" in kind(schema).types) == (key, nullable)


@pytest.mark.parametrize(
    ("schema", "low", "high", "longest"),
    [
        ({"type": "integer", "minimum": 0, "allOf": [{"minimum": 2, "maximum": 9}]}, 2, 9, None),
        ({"anyOf": [{"type": "integer", "maximum": 9}, {"type": "string", "maxLength": 4}]}, None, 9, 4),
        ({"anyOf": [{"type": "integer", "maximum": 9}, {"type": "integer"}]}, None, None, None),
        ({"type": "string", "pattern": "^[A-Z]{2}[0-9]{3,6}$"}, None, None, 8),
        ({"type": "string", "pattern": "[A-Z]{2}"}, None, None, None),
        ({"type": "string", "pattern": "^a|b$"}, None, None, None),
    ],
)
def test_bounds_hold_through_branches(schema: Schema, low: Any, high: Any, longest: Any) -> None:
    found = kind(schema)
    assert (found.low, found.high, found.longest) == (low, high, longest)


def test_a_member_is_found_through_what_its_object_is_made_of() -> None:
    whole = {"properties": {"m": {"type": "integer"}}}
    for schema, key in (
        ({"allOf": [whole, {"properties": {"m": {"maximum": 5}}}]}, "number"),
        ({"oneOf": [whole, {"properties": {"m": {"type": "number"}}}, {"properties": {"n": {}}}]}, "number"),
        ({"anyOf": [whole, {"properties": {"m": {"type": "string"}}}]}, None),
        ({"properties": {"n": {"type": "integer"}}}, None),
    ):
        service = cast(ir.Service, SimpleNamespace(definitions={"Row": SimpleNamespace(schema=schema)}))
        for shape in (schema, {"$ref": "#/$defs/Row"}):
            found = member_kind(service, cast(ir.Shape, SimpleNamespace(schema=shape)), "m")
            assert found.key == key


def test_generator_and_runtime_have_the_same_limits() -> None:
    assert (rules.MAX_PARTITION, rules.MAX_SORT, rules.MAX_DIGITS) == (2048, 1024, 38)
    for size, wrong in ((rules.MAX_PARTITION, False), (rules.MAX_PARTITION + 1, True)):
        assert bool(limits.refusal("a" * size, "text", rules.MAX_PARTITION)) is wrong
    for power, wrong in ((rules.LARGEST_POWER, False), (rules.LARGEST_POWER + 1, True)):
        assert bool(limits.refusal(10**power, "number", rules.MAX_SORT)) is wrong


def shelf(members: Mapping[str, Schema]) -> dict[str, Any]:
    """A project whose read model has an index by each of these members."""
    event = {"type": "object", "required": ["shelfId"], "properties": {"shelfId": {"type": "string"}}}
    row_model = {"key": "shelfId", "from": ["ShelfBuilt"], "perAggregate": True}
    indexes = {f"by{name}": {"partition": "shelfId", "sort": name} for name in members}
    row = {
        "x-event-sourcing": {"readModel": row_model | {"indexes": indexes}},
        "type": "object",
        "required": ["shelfId"],
        "properties": {"shelfId": {"type": "string"}, **members},
    }
    message = {"x-event-sourcing": {"aggregate": "Shelf", "version": 1}, "payload": event}
    sourcing = {
        "source": "//shelf.example/shelf",
        "aggregates": {"Shelf": {"identity": "shelfId", "channel": "shelves"}},
    }
    info = {"title": "Keykinds", "version": "1.0.0"}
    found = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ShelfView"}}}}
    parameter = {"name": "shelfId", "in": "path", "required": True, "schema": {"type": "string"}}
    get = {
        "operationId": "getShelf",
        "x-event-sourcing": {"readModel": "ShelfView"},
        "parameters": [parameter],
        "responses": {"200": {"description": "the shelf", **found}, "404": {"description": "none"}},
    }
    definitions = {name: refer(one) for name, one in DEFINITIONS.items()}
    return {
        "asyncapi/keykinds.yaml": {
            "asyncapi": "3.0.0",
            "info": info,
            "x-event-sourcing": sourcing,
            "channels": {
                "shelves": {
                    "address": "shelves",
                    "messages": {"ShelfBuilt": {"$ref": "#/components/messages/ShelfBuilt"}},
                }
            },
            "components": {"messages": {"ShelfBuilt": message}},
        },
        "openapi/keykinds.yaml": {
            "openapi": "3.1.0",
            "info": info,
            "paths": {"/shelves/{shelfId}": {"get": get}},
            "components": {"schemas": {"ShelfView": refer(row), **definitions}},
        },
    }


def refer(tree: Any) -> Any:
    """A schema with references as an OpenAPI document has them."""
    if isinstance(tree, dict):
        return {key: refer(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [refer(value) for value in tree]
    return tree.replace("#/$defs/", "#/components/schemas/") if isinstance(tree, str) else tree


def test_the_generated_table_has_the_types_of_the_generated_items() -> None:
    members: dict[str, Schema] = {
        "Rank": {"type": ["integer", "null"], "minimum": 0, "maximum": 9},
        "Wrapped": {"allOf": [{"$ref": "#/$defs/Whole"}], "description": "with words"},
        "Maybe": {"$ref": "#/$defs/MaybeWhole"},
        "Price": {"type": "number"},
        "Code": {"type": ["string", "integer"]},
        "Moment": {"anyOf": [{"$ref": "#/$defs/Moment"}, {"type": "null"}]},
        "Word": {"$ref": "#/$defs/Words"},
        "Choice": {"$ref": "#/$defs/Choice"},
        "Number": {"oneOf": [{"const": 1}, {"const": 2.5}]},
    }
    with TemporaryDirectory() as folder, generated_project(Path(folder), shelf(members)):
        module = importlib.import_module("generated.keykinds.topology")
        topology: Topology = module.TOPOLOGY
        (table,) = (table for table in topology.tables if table.purpose == "rows")
        service = importlib.import_module("generated.keykinds.service").SERVICE
        (view,) = (view for reader in service.readers for view in reader.views)
        for name, schema in members.items():
            for value in valid(schema):
                item = row_item(view, ("1",), {"shelfId": "1", name: value})
                if value not in (None, ""):
                    assert set(item[name]) == {table.attributes[name]}, (name, value)
