"""Any combination of keywords makes classes that import, read and write."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.generator.building import build, event, load, obj, one, ref

TYPES = ["string", "integer", "number", "boolean", "null", "object", "array"]
DEFS: dict[str, Any] = {
    "Obj": obj(a={"type": "string"}, b_={"type": "integer"}),
    "Str": {"type": "string", "minLength": 1},
    "Enum": {"enum": ["x", "y"]},
    "Rec": obj(next=ref("Rec"), kids={"type": "array", "items": ref("Rec")}),
    "Nullable": {"type": ["string", "null"]},
    "List": {"type": "array", "items": ref("List")},
}
KEYWORDS: list[tuple[str, Any]] = [
    *(
        ("type", kind)
        for kind in [*TYPES, ["string", "null"], ["object", "string"], ["integer", "string", "array"]]
    ),
    *(("minLength", 2), ("maxLength", 5), ("pattern", "^a"), ("minimum", 0), ("exclusiveMaximum", 0)),
    *(("multipleOf", 2), ("multipleOf", 0.5), ("minItems", 1), ("maxProperties", 3), ("uniqueItems", True)),
    *(("items", {"type": "string"}), ("items", False), ("prefixItems", [{"type": "string"}, {}])),
    *(("properties", {"a": {"type": "integer"}}), ("required", ["a"]), ("additionalProperties", False)),
    *(("additionalProperties", {"type": "integer"}), ("patternProperties", {"^x": {"type": "string"}})),
    *(("format", name) for name in ("date-time", "uuid", "time", "date", "ipv4", "unheard-of")),
    *(("const", "a"), ("const", None), ("enum", ["a", "b", None]), ("enum", [1, 2]), ("nullable", True)),
    ("default", None),
    ("default", "a"),
    ("default", 1),
    ("default", []),
    ("default", {}),
    ("default", ["a"]),
    *(
        ("deprecated", True),
        ("readOnly", True),
        ("x-personal-data", True),
        ("discriminator", {"propertyName": "a"}),
    ),
    *(
        ("allOf", [ref("Obj")]),
        ("allOf", [ref("Str"), {"maxLength": 3}]),
        ("oneOf", [ref("Obj"), {"type": "null"}]),
    ),
    *(
        ("anyOf", [{"type": "string"}, {"type": "integer"}]),
        ("anyOf", [ref("Obj"), ref("Enum")]),
        ("not", {}),
    ),
    *(("$ref", ref(name)["$ref"]) for name in DEFS),
]
PAYLOADS = [
    {},
    [],
    "a",
    "abcdef",
    1,
    1.5,
    None,
    True,
    {"a": 1},
    ["a"],
    [{"a": "x", "b": 1}],
    {"b": 1},
    "2026-01-01",
]

flat = st.lists(st.sampled_from(KEYWORDS), max_size=4).map(dict)
nested = st.builds(
    lambda schema, inner, where: {
        **schema,
        **({where: inner} if where == "items" else {where: {"p": inner}}),
    },
    flat,
    flat,
    st.sampled_from(["items", "properties"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(flat | nested, min_size=8, max_size=8))
def test_any_combination_of_keywords_makes_working_classes(schemas: list[dict[str, Any]]) -> None:
    requests = [event(f"Happened{number}", schema) for number, schema in enumerate(schemas)]
    together = event("Together", obj(**{f"m{number}": schema for number, schema in enumerate(schemas)}))
    space = load(build([*requests, together], DEFS))
    for number in range(len(schemas)):
        for payload in PAYLOADS:
            alone, member = getattr(space, f"Happened{number}"), {f"m{number}": payload}
            for cls, wire in ((alone, payload), (space.Together, member)):
                try:
                    read = cls.from_wire(json.dumps(wire))
                except ValidationError:
                    continue
                assert cls.from_wire(read.to_json()) == read


def test_a_default_behind_a_reference_is_that_of_the_member() -> None:
    defs = {
        "Unit": {"type": "string", "default": "kg"},
        "Same": ref("Unit"),
        "Nearer": {"allOf": [ref("Unit")], "default": "g"},
        "Rank": {"enum": ["low", "high"], "default": "low"},
        "Loop": ref("Loop"),
    }
    schema = obj(
        unit=ref("Unit"),
        same=ref("Same"),
        nearer=ref("Nearer"),
        rank={"allOf": [ref("Rank")], "description": "With a description."},
        own={**ref("Unit"), "default": "t"},
        long={"allOf": [ref("Unit"), {"minLength": 3}]},
        inner=obj(unit=ref("Unit")),
        loop=ref("Loop"),
        needed_=ref("Unit"),
    )
    happened = one("Happened", schema, defs).from_wire({"needed": "t", "inner": {}})
    read = happened.unit, happened.same, happened.nearer, happened.rank, happened.own, happened.inner.unit
    assert read == ("kg", "kg", "g", "low", "t", "kg")
    assert happened.long is None  # the default of a part is no value of the whole
    assert happened.to_wire() == {"needed": "t", "inner": {}}
