"""Typed values: what they read as JSON Schema does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError
from specfold import Value


class Counted(Value):
    count: int = 0
    weight: float = 0.0
    rest: JsonValue = None


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ('{"count": 1.0}', {"count": 1}),
        ('{"count": -0.0}', {"count": 0}),
        ('{"count": 1e3, "rest": [2.0, 2.5, "3.0"]}', {"count": 1000, "rest": [2, 2.5, "3.0"]}),
        ('{"count": 123456789012345678901234567890}', {"count": 123456789012345678901234567890}),
        ('{"count": 1, "weight": 2}', {"count": 1, "weight": 2.0}),
    ],
)
def test_a_number_without_a_fraction_is_an_integer_however_it_is_written(text: str, wire: Any) -> None:
    assert Counted.from_wire(text).to_wire() == wire
    assert Counted.from_wire(json.loads(text)).to_wire() == wire


@pytest.mark.parametrize(
    "text",
    [
        '{"count": 1.5}',
        '{"count": true}',
        '{"count": "1.0"}',
        '{"count": 1e999}',
        '{"count": 1.0, "weight": "x"}',
        '{"weight": NaN}',
        '{"weight": 1e400}',
        '{"count": 1.0',
        "",
        "[" * 3000,
    ],
)
def test_other_values_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Counted.from_wire(text)


@pytest.mark.parametrize("weight", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_no_value(weight: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Counted(weight=weight)
