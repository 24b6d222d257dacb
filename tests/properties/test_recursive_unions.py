"""Recursive unions: told apart by derived tags, or bounded and reported, and never more costly than that."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from specfold.model.service import Answer, OperationRoute
from specfold.testing import Client, running
from specfold_generator.cli.run import run
from specfold_generator.source.project import Project

from tests.properties.depth import cases
from tests.properties.project import generated_project


def ref(name: str) -> dict[str, str]:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def branch(members: dict[str, Any]) -> dict[str, Any]:
    """An object that requires all of its members."""
    return {"type": "object", "required": [*members], "properties": members}


RULES = {"type": "array", "items": ref("Rule")}
PLANS = {"type": "array", "items": ref("Plan")}
SCHEMAS: dict[str, Any] = {
    "Rule": {"oneOf": [ref("Every"), ref("Some"), ref("Not"), ref("Is")]},
    "Every": branch({"kind": {"const": "every"}, "rules": RULES}),
    "Some": branch({"rules": RULES, "kind": {"type": "string", "enum": ["some"]}}),
    "Not": {"allOf": [ref("Named"), branch({"rule": ref("Rule"), "kind": ref("NotWord")})]},
    "Named": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    "NotWord": {"type": "string", "const": "not"},
    "Is": branch({"kind": {"const": "is"}, "value": {"type": "integer", "minimum": 0}}),
    "Plan": {"anyOf": [ref("Both"), ref("Either"), ref("Step")]},
    "Both": branch({"plans": PLANS, "note": {"type": "string"}}),
    "Either": branch({"plans": PLANS}),
    "Step": branch({"step": {"type": "integer"}}),
    "Tree": {
        "type": "object",
        "properties": {
            "left": {"anyOf": [ref("Tree"), {"type": "null"}]},
            "leaves": {"type": "array", "items": {"type": "integer"}},
            "right": ref("Tree"),
        },
    },
}
BODIES = {"checkRule": "Rule", "checkPlan": "Plan", "checkTree": "Tree"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Checks", "version": "1"},
    "paths": {
        f"/{name}": {
            "post": {
                "operationId": operation,
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref(name)}}},
                "responses": {"204": {"description": "It is as described."}},
            }
        }
        for operation, name in BODIES.items()
    },
    "components": {"schemas": SCHEMAS},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("checks")
    with generated_project(root, {"openapi/checks.yaml": DOCUMENT}) as made:
        yield made


@pytest.fixture(scope="module")
def client(project: Path) -> Client:
    service = importlib.import_module("generated.checks.service").SERVICE
    routes = tuple(
        replace(route, handle=lambda _: Answer(status=204))
        for route in service.routes
        if isinstance(route, OperationRoute)
    )
    return running(replace(service, routes=routes)).client()


def test_only_a_cycle_without_a_tag_is_reported_once(project: Path) -> None:
    found = [one for one in run(Project(root=project)).diagnostics if one.code == "SPF563"]
    assert [one.message for one in found] == [
        "`Plan` holds itself in 2 alternatives that no member tells apart"
    ]
    assert "const" in str(found[0].help)


def test_branches_with_constants_of_their_own_make_a_discriminated_union(project: Path) -> None:
    text = (project / "generated/checks/values.py").read_text("utf-8")
    assert 'Rule: TypeAlias = Annotated[Every | Some | Not | Is, Field(discriminator="kind")]' in text
    assert "Plan: TypeAlias = Both | Either | Step" in text


RULE_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-1, 2) | st.sampled_from([None, "is", [], {}, {"kind": "is"}]),
    lambda inner: (
        st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(["every", "some", "not", "is", "other", None, 1, ["is"]]),
                "rules": st.lists(inner, max_size=2),
                "rule": inner,
                "value": inner,
            },
        )
        | st.lists(inner, max_size=2)
    ),
    max_leaves=6,
)


@settings(
    max_examples=cases(bounded=300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=RULE_VALUES)
def test_a_derived_tag_lets_in_what_the_branches_let_in(project: Path, value: Any) -> None:
    values = importlib.import_module("generated.checks.values")
    tagged: TypeAdapter[Any] = TypeAdapter(values.Rule)
    tried: TypeAdapter[Any] = TypeAdapter(values.Every | values.Some | values.Not | values.Is)
    text = json.dumps(value)

    def read(adapter: TypeAdapter[Any]) -> Any:
        try:
            return adapter.validate_json(text)
        except ValidationError:
            return None

    assert read(tagged) == read(tried)


def rules(depth: int, leaf: Any, width: int = 1) -> Any:
    """Rules in each other; the innermost one holds `width` leaves."""
    value: Any = {"kind": "some", "rules": [leaf] * width}
    for level in range(depth - 1):
        value = {"kind": "not", "rule": value} if level % 3 else {"kind": "every", "rules": [value]}
    return value


def plans(depth: int, leaf: Any, width: int = 1) -> Any:
    """Plans in each other."""
    value: Any = {"plans": [leaf] * width}
    for _ in range(depth - 1):
        value = {"plans": [value], "note": "x"}
    return value


def trees(depth: int, leaf: Any, width: int = 1) -> Any:
    """Trees in each other."""
    value: Any = {"leaves": [leaf] * width}
    for level in range(depth - 1):
        value = {"left": value} if level % 2 else {"right": value}
    return value


LIMIT = 1.5  # seconds of CPU: a body of 400 bytes took a minute


MADE: dict[str, tuple[Any, Any, Any]] = {
    "Rule": (rules, {"kind": "is", "value": 1}, {"kind": "is", "value": "x"}),
    "Plan": (plans, {"step": 1}, {"step": "x"}),
    "Tree": (trees, 1, "x"),
}


@pytest.mark.parametrize("width", [1, 2000])
@pytest.mark.parametrize("depth", [1, 4, 8, 12, 20, 55])
@pytest.mark.parametrize("name", MADE)
def test_no_body_costs_more_than_its_size_allows(client: Client, name: str, depth: int, width: int) -> None:
    make, good, bad = MADE[name]
    started = time.process_time()
    fine = client.post(f"/{name}", make(depth, good, width))
    wrong = client.post(f"/{name}", make(depth, bad, width))
    assert time.process_time() - started < LIMIT
    assert fine.status == 204 or (name == "Plan" and depth >= 8 and fine.status == 400)
    assert wrong.status == 400
    assert len(wrong.body) <= 16 * 1024
