"""What is listed of a value that its schema refuses: nothing but errors, few, small, and at a linear cost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specfold.model.schema_errors import shallow
from specfold.model.schemas import LONGEST, MOST, Schemas

from tests.properties.depth import cases

LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abk"), inner, max_size=3),
    max_leaves=12,
)
SIMPLE: st.SearchStrategy[Any] = st.sampled_from(
    [
        True,
        False,
        {"type": "integer"},
        {"type": "null"},
        {"type": "string", "maxLength": 0},
        {"const": "a"},
        {"enum": ["b", "c"]},
        {"$ref": "#/$defs/A"},
        {"$ref": "#/$defs/B"},
    ]
)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas of objects, often with a member that could tell them apart."""
    tag = st.sampled_from([{"const": "a"}, {"const": "b"}, {"enum": ["c"]}, {"enum": ["a", 1]}])
    return st.fixed_dictionaries(
        {"properties": st.fixed_dictionaries({"k": tag | inner}, optional={"a": inner, "b": inner})},
        optional={
            "type": st.sampled_from(["object", ["object", "null"]]),
            "required": st.lists(st.sampled_from("abk"), unique=True),
            "additionalProperties": st.just(False),
            "unevaluatedProperties": st.just(False),
        },
    )


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas made of schemas."""
    parts = st.lists(inner, min_size=1, max_size=3)
    keyword = st.sampled_from(["oneOf", "anyOf", "allOf"])
    return (
        objects(inner)
        | st.builds(lambda word, of: {word: of}, keyword, parts)
        | st.builds(
            lambda word, of, k: {word: [{"allOf": [one, {"properties": {"k": k}}]} for one in of]},
            keyword,
            st.lists(objects(inner), min_size=2, max_size=3),
            st.just({"type": "string"}),
        )
        | st.builds(lambda of: {"type": "array", "items": of}, inner)
        | st.builds(lambda of: {"not": of}, inner)
        | st.builds(lambda one, two: {"if": one, "then": two}, inner, inner)
        | st.builds(
            lambda of, more: {"anyOf": [of, more], "unevaluatedProperties": False}, objects(inner), inner
        )
    )


SCHEMAS = st.recursive(SIMPLE, composed, max_leaves=8)
DEFINITIONS = st.fixed_dictionaries({"A": objects(SCHEMAS), "B": st.just({}) | objects(SCHEMAS)})


@settings(max_examples=cases(bounded=300), deadline=None)
@given(schema=SCHEMAS, definitions=DEFINITIONS, values=st.lists(VALUES, min_size=1, max_size=5))
def test_a_schema_rewritten_for_its_errors_allows_what_it_allowed(
    schema: Any, definitions: Any, values: list[Any]
) -> None:
    whole = {"$defs": definitions, "allOf": [schema]}
    first = jsonschema_rs.Draft202012Validator(whole)
    second = jsonschema_rs.Draft202012Validator(shallow(whole))
    for value in values:
        assert first.is_valid(value) == second.is_valid(value)


def listed(schema: Any, value: Any) -> list[tuple[str, str]]:
    """What `Schemas` lists of a value."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "schemas.json"
        file.write_text(json.dumps({"requests": {"it": schema}, "$defs": schema.get("$defs", {})}))
        return Schemas(file).faults("requests", "it", value)


def branch(tag: str, **members: Any) -> dict[str, Any]:
    """A branch with a tag."""
    return {
        "type": "object",
        "required": ["kind", *members],
        "properties": {**members, "kind": {"const": tag}},
    }


RULE = {"$ref": "#/$defs/Rule"}
RULES = {"type": "array", "items": RULE}
TAGGED: dict[str, Any] = {
    "$defs": {
        "Rule": {
            "oneOf": [
                branch("every", rules=RULES),
                branch("some", rules=RULES),
                {"allOf": [branch("none", rule=RULE), {"properties": {"note": {"type": "string"}}}]},
                branch("is", value={"type": "integer"}),
            ]
        }
    },
    "allOf": [RULE],
}
UNTAGGED: dict[str, Any] = {
    "$defs": {"Rule": {"anyOf": [{"type": "integer"}, RULES, {**RULES, "maxItems": 9}]}},
    "allOf": [RULE],
}


def rule(depth: int, leaf: Any) -> Any:
    """Rules in each other."""
    return rule(depth - 1, {"kind": "every", "rules": [leaf]}) if depth else leaf


def test_an_error_below_tags_is_the_one_of_its_own_branch() -> None:
    (pointer, text) = listed(TAGGED, rule(60, {"kind": "is", "value": "x"}))[0]
    assert (len(pointer), text) == (LONGEST, '"x" is not of type "integer"')
    (pointer, text) = listed(TAGGED, rule(3, {"kind": "is", "value": "x"}))[0]
    assert (pointer, text) == ("/rules/0/rules/0/rules/0/value", '"x" is not of type "integer"')
    (pointer, text) = listed(TAGGED, {"kind": "other"})[0]
    assert (pointer, "every" in text) == ("/kind", True)


def test_an_error_below_branches_without_tags_is_one_error() -> None:
    deep: Any = "x"
    for _ in range(120):
        deep = [deep]
    assert [text for _, text in listed(UNTAGGED, deep)] == [
        "meets none of the alternatives, or more of them than it may"
    ]


@pytest.mark.parametrize("count", [30, 50_000])
def test_of_many_errors_a_few_are_listed(count: int) -> None:
    schema = {"type": "array", "maxItems": 10, "items": {"type": "object", "required": ["a"]}}
    values: list[Any] = [[0] * count, [{}] * count, ["x" * 1000] * count]
    for value in values:
        errors = listed(schema, value)
        assert 2 <= len(errors) <= MOST + 1
        assert "more" in errors[-1][1]
        assert all(len(pointer) <= LONGEST and len(text) <= LONGEST for pointer, text in errors)


MEASURED = """
import json, resource, sys
from generated.ordering.service import SERVICE
from specfold.testing import running

client = running(SERVICE).client()
made = {
    "numbers": lambda n: b'{"lines":[' + b",".join([b"0"] * (n // 2)) + b"]}",
    "objects": lambda n: b'{"lines":[' + b",".join([b"{}"] * (n // 3)) + b"]}",
    "names": lambda n: b"{" + b",".join(b'"u%06d":0' % i for i in range(n // 12)) + b"}",
    "text": lambda n: json.dumps({"orderId": "x" * n, "lines": []}).encode(),
}
ask = lambda body: client.request("POST", "/orders", body=body, headers={"content-type": "application/json"})
ask(b"{}")
for name, make in made.items():
    for size in (20_000, 100_000, 1_000_000):
        body = make(size)
        before = resource.getrusage(resource.RUSAGE_SELF)
        answer = ask(body)
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        grown = after.ru_maxrss - before.ru_maxrss
        print(json.dumps([name, size, answer.status, len(answer.body), spent, grown]))
"""
ANSWER = 16 * 1024  # bytes
MEMORY = 96 * 1024  # KiB above what the process had: the body, its values, and a copy of them


def test_a_bad_request_costs_no_more_than_its_size_allows() -> None:
    """A list of all errors of the largest body took 11 s, 1.2 GB and an answer of more than 6 MB."""
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    spent = {(name, size): cpu for name, size, _, _, cpu, _ in rows}
    for name, size, status, answered, cpu, memory in rows:
        assert (status, answered <= ANSWER) == (400, True), rows
        assert memory <= MEMORY, rows
        assert cpu <= max(0.05, 60 * spent[name, 20_000] * size / 20_000), (name, rows)
