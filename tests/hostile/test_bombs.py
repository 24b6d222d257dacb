"""Short documents that stand for much: each ends, within the limits of any other document."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile.conftest import Attack
from tests.hostile.specs import asyncapi


def _ref(name: object) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/S{name}"}


def _levels(count: int, build: Any) -> dict[str, str]:
    """Schemas that are each built on the one before; the message is the last."""
    leaf = {"type": "object", "properties": {"a": {"type": "string"}}}
    schemas = {f"S{level}": build(_ref(level - 1)) if level else leaf for level in range(count)}
    return asyncapi(_ref(count - 1), components={"schemas": schemas})


def _nested(depth: int, word: str) -> dict[str, str]:
    (text,) = asyncapi({"not": "HERE"}).values()
    return {"asyncapi/trap.json": text.replace('"HERE"', f'{{"{word}":' * depth + "{}" + "}" * depth)}


@pytest.mark.parametrize("word", ["description", "default", "const", "pattern", "title"])
def test_a_long_text_that_aliases_repeat_is_refused(attack: Attack, word: str) -> None:
    members = ", ".join(f"p{n}: {{type: string, {word}: *a}}" for n in range(500))
    head = f"asyncapi: 3.0.0\ninfo: {{title: T, version: 1.0.0}}\nx-a: &a {'x' * 1_000_000}\n"
    channel = (
        f"channels: {{c: {{address: c, messages: {{M: {{payload: {{properties: {{{members}}}}}}}}}}}}}\n"
    )
    end = attack({"asyncapi/trap.yaml": head + channel})
    assert not end.wrong
    assert "SPF115" in end.said


@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_would_judge_one_value_for_hours_are_refused(attack: Attack, word: str) -> None:
    end = attack(_levels(14, lambda below: {word: [below] * 5}))
    assert not end.wrong
    assert "SPF365" in end.said


def test_members_may_fan_out_as_they_like(attack: Attack) -> None:
    end = attack(
        _levels(12, lambda below: {"type": "object", "properties": {f"p{n}": below for n in range(9)}})
    )
    assert not end.wrong
    assert end.generated


@pytest.mark.parametrize("count", [60, 1_000, 3_000])
def test_a_long_chain_of_bases_ends(attack: Attack, count: int) -> None:
    end = attack(_levels(count, lambda below: {"allOf": [below, {"type": "object"}]}))
    assert not end.wrong


@pytest.mark.parametrize("word", ["not", "items", "additionalProperties", "x-a", "const", "default", "if"])
@pytest.mark.parametrize("depth", [100, 240, 5_000])
def test_a_deep_document_ends(attack: Attack, word: str, depth: int) -> None:
    assert not attack(_nested(depth, word)).wrong
