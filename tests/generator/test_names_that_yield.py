"""One more thing in a spec renames no other, or a warning says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.classes.build import build_modules
from specfold_generator.classes.bundle import Bundle, make_bundle
from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.diagnostics.diagnostic import Diagnostic
from specfold_generator.rendering.names import Names, make_names

from tests.generator.building import STRING, event, obj, ref
from tests.generator.specs_in import Specs

KEYS = ("foo-bar", "FooBar", "fooBar", "foo_bar", "Baz", "BazFooBar", "FooBarBaz", "AnyFooBar", "FooBarValue")
WIRES = ("baz", "Baz", "fooBar", "foo_bar")
values = st.one_of(
    st.sampled_from(KEYS).map(ref),
    st.just({"enum": ["a", "b"]}),
    st.just({"enum": ["a", None, "b"]}),
    st.just(obj(inner=STRING)),
    st.just({"type": "array", "items": obj(inner=STRING)}),
)
shapes = st.dictionaries(st.sampled_from(WIRES), values, max_size=2).map(
    lambda members: {"type": "object", "properties": members}
)
definitions = st.dictionaries(st.sampled_from(KEYS), shapes, min_size=1, max_size=4)


def bundled(defs: dict[str, Any], quoted: set[str]) -> Bundle:
    """Everything that an event refers to; those beside it stand in the document and nothing needs them."""
    pointers = {key: f"specs/a.yaml#/schemas/{key}" for key in defs}
    schema = obj(**{f"m{number}": ref(key) for number, key in enumerate(sorted(quoted))})
    request = event("Happened", schema, pointer="specs/a.yaml#/messages/happened")
    return make_bundle([request], defs, pointers, lambda *_: None)


@given(definitions, st.sampled_from(KEYS), shapes)
def test_a_schema_more_renames_no_class_unless_that_is_told(
    defs: dict[str, Any], key: str, schema: dict[str, Any]
) -> None:
    before = bundled({k: v for k, v in defs.items() if k != key}, {*defs} - {key})
    after = bundled({**defs, key: schema}, {*defs, key})
    names = {place: name for name, place in after.pointers.items()}
    told = {parted.place for parted in (*before.parted, *after.parted)}
    for name, place in before.pointers.items():
        assert names.get(place, name) == name or place in told


def test_of_two_schemas_of_a_name_the_one_that_yields_is_told() -> None:
    defs = {"foo-bar": obj(a=STRING), "FooBar": obj(b=STRING)}
    pointers = {key: f"specs/a.yaml#/components/schemas/{key}" for key in defs}
    text = build_modules(
        "shop", [event("E", obj(x=ref("foo-bar"), y=ref("FooBar")))], defs, pointers=pointers
    )
    (found,) = text.diagnostics
    assert found.code == "SPF602"
    (other,) = text.classes.keys() - {"E", "FooBar"}
    assert found.message == (
        f"/components/schemas/foo-bar: it is called `{other}` in Python, "
        "for `FooBar` is the name of /components/schemas/FooBar"
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (obj(userId=STRING, user_id=STRING), "`user_id` is the name of the member `user_id`"),
        (
            obj(kind={"enum": ["in-transit", "IN_TRANSIT"]}),
            "`IN_TRANSIT` is the name of the value `IN_TRANSIT`",
        ),
        (obj(a_=obj(b=STRING), A=obj(b=STRING)), "`Ea` is the name of /properties/a"),
    ],
)
def test_members_values_and_parts_that_yield_are_told(schema: Any, words: str) -> None:
    text = build_modules("shop", [event("E", schema, pointer="a.yaml#")], {})
    assert any(words in found.message for found in text.diagnostics if found.code == "SPF602")


def named(
    root: Path, messages: tuple[str, ...], operations: tuple[str, ...]
) -> tuple[Names, list[Diagnostic]]:
    """The names of a service of plain messages and operations, and what is told of them."""
    channel = "".join(f"      {name}: {{payload: {{type: object}}}}\n" for name in messages)
    told = (
        "channels:\n  all:\n    messages:\n"
        + channel
        + "operations:\n  on: {action: receive, channel: {$ref: '#/channels/all'}}\n"
    )
    asked = "paths:\n" + "".join(
        f"  /p{number}: {{get: {{operationId: {name}, responses: {{'200': {{description: ok}}}}}}}}\n"
        for number, name in enumerate(operations)
    )
    service = Specs(root).asyncapi(told).openapi(asked).service()
    diagnostics = DiagnosticCollector()
    return make_names(service, diagnostics), list(diagnostics.all)


THINGS = ("foo-bar", "FooBar", "foo_bar", "HTTPPort", "HttpPort", "Baz", "baz")


@given(
    st.sets(st.sampled_from(THINGS), min_size=1, max_size=3),
    st.sets(st.sampled_from(THINGS), min_size=1, max_size=3),
    st.sampled_from(THINGS),
    st.booleans(),
)
def test_a_message_or_operation_more_renames_no_other_unless_that_is_told(
    tmp_path_factory: pytest.TempPathFactory, messages: set[str], operations: set[str], more: str, said: bool
) -> None:
    root = tmp_path_factory.mktemp("specs")
    first, _ = named(root, tuple(sorted(messages)), tuple(sorted(operations)))
    kinds = [{*messages, more}, operations] if said else [messages, {*operations, more}]
    then, told = named(root, *(tuple(sorted(kind)) for kind in kinds))
    renamed = {text for (text, _), name in first.events.items() if then.events[text, 1] != name}
    renamed |= {text for text, name in first.operations.items() if then.operations[text] != name}
    renamed |= {text for text, name in first.event_stems.items() if then.event_stems[text] != name}
    for text in renamed:
        assert any(found.code == "SPF602" and f"`{text}`" in found.message for found in told)
