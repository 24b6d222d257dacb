"""What generator and runtime state separately, compared: defaults of classes that generated code calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_args, get_type_hints

import pytest
import specfold
from specfold.http import problems
from specfold.model import topology as runtime_topology
from specfold.model.shared import http, iam_actions, limits
from specfold_generator.model import ir
from specfold_generator.model import topology as own_topology
from specfold_generator.python.module_names import BASE_CLASSES


def defaults(kind: Any) -> Mapping[str, Any]:
    """The default of each field that has one."""
    made = {
        field.name: field.default if field.default is not MISSING else field.default_factory()
        for field in fields(kind)
        if field.default is not MISSING or field.default_factory is not MISSING
    }
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in made.items()}


@pytest.mark.parametrize("name", ["Ref", "Stream", "Table", "Grant", "Function", "Authorizer"])
def test_the_topology_has_the_same_defaults_on_both_sides(name: str) -> None:
    own, other = getattr(own_topology, name), getattr(runtime_topology, name)
    both = defaults(own).keys() & defaults(other).keys()
    assert {key: defaults(own)[key] for key in both} == {key: defaults(other)[key] for key in both}
    assert {field.name for field in fields(other)} - {field.name for field in fields(own)} <= {
        *("archived", "recovery_days", "prefixes", "handler", "memory_mb")
    }


def test_the_purposes_of_functions_are_the_same() -> None:
    purposes = get_args(own_topology.Purpose)
    assert purposes == get_args(get_type_hints(runtime_topology.Function)["purpose"])
    assert {*purposes} == limits.TIMEOUTS.keys()


def test_what_a_route_leaves_out_is_the_default_of_the_runtime() -> None:
    own, other = defaults(ir.Parameter), defaults(specfold.Parameter)
    assert (other["style"], other["explode"]) == ("simple", False)
    assert {name: own[name] for name in ("content_type", "reserved", "empty")} == {
        name: other[name] for name in ("content_type", "reserved", "empty")
    }
    assert defaults(specfold.Encoding) == {"content_types": (), "style": "", "explode": True}
    assert defaults(specfold.HttpRoute) == {
        "parameters": (),
        "body": None,
        "body_required": False,
        "content_types": ("application/json",),
        "variants": {},
        "encodings": {},
        "shared": (),
        "security": (),
    }
    assert defaults(specfold.CommandRoute)["success"] == 200
    assert defaults(specfold.Policy)["begins"] == "now"


def test_the_base_classes_of_messages_are_there() -> None:
    assert {*specfold.__all__} >= BASE_CLASSES


def test_statuses_of_the_service_are_those_of_its_problems() -> None:
    known = {str(status) for status, _ in problems.PROBLEMS.values()}
    assert known >= http.OF_THE_SERVICE


def test_every_granted_action_is_allowed() -> None:
    granted = {
        "stream": (iam_actions.READ_STREAM, iam_actions.APPEND),
        "table": (iam_actions.GET, iam_actions.GET_AND_QUERY, iam_actions.FOLD, iam_actions.SCAN),
        "bucket": (iam_actions.READ_ARCHIVE, iam_actions.REPAIR_ARCHIVE),
        "function": (iam_actions.INVOKE,),
    }
    for kind, sets in granted.items():
        for actions in sets:
            assert iam_actions.ALLOWED[kind] >= set(actions)
