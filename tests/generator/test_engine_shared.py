"""The engine, asked once for what is alike, says what it says when it is asked for everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specfold_generator.classes import build as models
from specfold_generator.classes.codegen_dedupe import Shared
from specfold_generator.classes.codegen_output import ReadClass
from specfold_generator.classes.requests import ModelText
from specfold_generator.json_schema.keywords import REFERENCE

from tests.generator.building import MONEY, STRING, event, obj, ref

NAMES = ("Money", "Order", "Kind", "Code", "Bag")
SCALARS: list[Any] = [
    {},
    {"type": "string"},
    {"type": "string", "maxLength": 9},
    {"type": "string", "pattern": "^a"},
    {"type": "string", "format": "date"},
    {"type": "integer", "minimum": 0},
    {"type": ["number", "null"], "exclusiveMaximum": 2},
    {"const": "only"},
    {"enum": ["x", "y"]},
    {"enum": ["x", None]},
]
references = st.sampled_from(NAMES).map(ref)
members = st.recursive(
    st.sampled_from(SCALARS) | references,
    lambda inner: st.one_of(
        st.builds(lambda items, most: {"type": "array", "items": items, "maxItems": most}, inner, st.just(3)),
        st.builds(lambda *parts: {"anyOf": [*parts]}, inner, inner),
        st.builds(lambda *parts: {"oneOf": [*parts]}, inner, inner),
        st.builds(lambda *parts: {"allOf": [*parts]}, references, inner),
        st.builds(lambda values: {"type": "object", "additionalProperties": values}, inner),
        st.builds(lambda part: obj(inside=part), inner),
    ),
    max_leaves=3,
)
objects = st.builds(
    lambda properties, required, rest: {
        "type": "object",
        "properties": properties,
        "required": [name for name in required if name in properties],
        **rest,
    },
    st.dictionaries(st.sampled_from(("a", "b", "kind")), members, max_size=3),
    st.lists(st.sampled_from(("a", "b", "kind")), unique=True),
    st.sampled_from([{}, {}, {"additionalProperties": False}, {"additionalProperties": True}]),
)
definitions = st.fixed_dictionaries(dict.fromkeys(NAMES, objects | members))


class Whole:
    """Asks for everything."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def classes(self, read: dict[str, ReadClass]) -> dict[str, ReadClass]:
        return read

    def shows(self, name: str) -> bool:
        return bool(name)


def _built(schemas: dict[str, Any], defs: dict[str, Any]) -> ModelText | str:
    requests = [event(name, schema) for name, schema in schemas.items()]
    try:
        return models.build_modules("svc", requests, defs)
    except models.SpecError as error:
        return str(error.diagnostics)


@given(objects, objects, definitions)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_the_answer_is_the_same_as_for_the_whole(
    monkeypatch: pytest.MonkeyPatch, first: Any, second: Any, defs: Any
) -> None:
    schemas = {"First": first, "Second": second}
    shared = _built(schemas, defs)
    with monkeypatch.context() as patch:
        patch.setattr(models, "Shared", Whole)
        whole = _built(schemas, defs)
    # seldom the whole is too much for it, as with circles through lists in maps
    assert isinstance(whole, str) or shared == whole


def test_members_that_are_alike_are_asked_for_once() -> None:
    marked = {"type": "object", "properties": {"p_a": STRING, "p_b": {"$ref": f"{REFERENCE}MoneyQqz"}}}
    money = {"MoneyQqz": {"type": "object", "properties": {"p_amount": {"type": "integer"}}}}
    asked = Shared({f"Event{number}Qqz": marked for number in range(500)} | money).schemas
    assert sum(len(schema["properties"]) for schema in asked.values()) < 10


def test_what_cannot_be_read_of_a_class_that_was_shown_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def strange(schemas: dict[str, Any]) -> str:
        asked.append(len(schemas))
        return "class FirstQqz(Value):\n    p_a: Callable[str, int]\n"

    monkeypatch.setattr(models, "_generate", strange)
    told = _built({"First": {"allOf": [ref("Money"), ref("Order")]}}, {"Money": MONEY, "Order": MONEY})
    assert "Callable[...] in an annotation" in told
    assert len(asked) == 2  # and once more to find out which of the requests is to blame


def test_a_class_that_the_engine_makes_up_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name may depend on what the engine was not shown: then it is shown everything."""
    seen: list[int] = []
    text = models._generate

    def watched(schemas: dict[str, Any]) -> str:
        seen.append(len(schemas))
        return text(schemas) + ("\nclass MadeUp(Value):\n    p_a: str\n" if len(seen) == 1 else "")

    monkeypatch.setattr(models, "_generate", watched)
    made = _built({"First": obj(a=ref("Money")), "Second": obj(a=ref("Money"))}, {"Money": MONEY})
    assert isinstance(made, ModelText)
    assert made.classes.keys() == {"First", "Second", "Money"}
    assert len(seen) == 2
