"""What draft-07 reads otherwise, names that schemas give themselves, and references that look outward."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specfold_generator.json_schema.regex import usable_pattern
from specfold_generator.model import ir

from tests.generator.specs_in import Specs

DRAFT_07 = "$schema: http://json-schema.org/draft-07/schema#\n"
BESIDE = "properties: {a: {$ref: '#/definitions/L', maxItems: 2}}\ndefinitions: {L: {type: array}}\n"


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


def payload(specs: Specs, schema: str, form: str = "") -> ir.Service:
    """A service with one message whose payload stands in a file of its own."""
    wrapped = f"{{schemaFormat: '{form}', schema: {{$ref: ../common/payload.yaml}}}}"
    held = wrapped if form else "{$ref: ../common/payload.yaml}"
    specs.asyncapi(f"components: {{messages: {{M: {{payload: {held}}}}}}}\n")
    specs.write("common/payload.yaml", schema)
    return specs.service()


def schema_of(service: ir.Service) -> Any:
    return service.events[0].latest.shape.schema


@pytest.mark.parametrize(
    ("schema", "form"),
    [(DRAFT_07 + BESIDE, ""), (BESIDE, "application/schema+json;version=draft-07")],
    ids=["by $schema", "by schemaFormat"],
)
def test_in_draft_07_a_reference_hides_what_stands_beside_it(specs: Specs, schema: str, form: str) -> None:
    service = payload(specs, schema, form)
    assert schema_of(service)["properties"]["a"] == {"$ref": "#/$defs/L"}
    assert [line.split(" | ")[0].partition(" ")[2] for line in specs.told()] == [
        f"common/payload:{2 if schema.startswith('$') else 1} in draft-07 a `$ref` hides all that stands "
        "beside it: `maxItems` means nothing here"
    ]


def test_a_file_that_draft_07_refers_to_is_read_alike(specs: Specs) -> None:
    specs.write("common/part.yaml", BESIDE)
    service = payload(specs, DRAFT_07 + "properties: {p: {$ref: part.yaml}}")
    part = service.definitions["part"].schema
    assert isinstance(part, dict)
    assert part["properties"]["a"] == {"$ref": "#/$defs/L"}


@pytest.mark.parametrize("head", ["", "$schema: https://json-schema.org/draft/2020-12/schema\n"])
def test_elsewhere_both_hold(specs: Specs, head: str) -> None:
    service = payload(specs, head + BESIDE)
    assert schema_of(service)["properties"]["a"] == {"allOf": [{"$ref": "#/$defs/L"}, {"maxItems": 2}]}
    assert specs.told() == []


def test_a_dialect_that_is_not_known_is_told_of(specs: Specs) -> None:
    payload(specs, "$schema: https://shop.example/dialect\ntype: object\n")
    assert specs.told() == [
        "SPF362 common/payload:1 `https://shop.example/dialect` is no dialect that is known here; "
        "the schema is read as 2020-12"
    ]


def test_names_inside_values_and_unknown_keywords_are_none(specs: Specs) -> None:
    service = payload(
        specs,
        """
        $schema: https://json-schema.org/draft/2020-12/schema
        properties: {a: {$ref: '#here'}, b: {$ref: 'https://shop.example/there'}}
        $defs:
          value: {enum: [{$anchor: here, type: 'null'}]}
          stranger: {x-old: {$id: 'https://shop.example/there', type: 'null'}}
          one: {$anchor: here, type: string}
          two: {$id: 'https://shop.example/there', type: integer}
        """,
    )
    kinds = {key: shape.schema for key, shape in service.definitions.items()}
    assert kinds == {"one": {"type": "string"}, "two": {"type": "integer"}}


LISTS = """
$id: https://shop.example/{name}
$ref: list
$defs:
  item: {{$dynamicAnchor: item, type: {kind}}}
  list: {{$id: list, type: array, items: {{$dynamicRef: '#item'}}, $defs: {{any: {{$dynamicAnchor: item}}}}}}
"""


def test_a_dynamic_reference_means_the_outermost_of_its_name(specs: Specs) -> None:
    for name, kind in (("texts", "string"), ("numbers", "number")):
        specs.write(f"common/{name}.yaml", LISTS.format(name=name, kind=kind))
    service = payload(specs, "properties: {texts: {$ref: texts.yaml}, numbers: {$ref: numbers.yaml}}")
    definitions = {key: shape.schema for key, shape in service.definitions.items()}
    found = {}
    for name, member in schema_of(service)["properties"].items():
        whole: Any = definitions[member["$ref"].removeprefix("#/$defs/")]
        items: Any = definitions[whole["$ref"].removeprefix("#/$defs/")] if "$ref" in whole else whole
        inner: Any = definitions[items["items"]["$ref"].removeprefix("#/$defs/")]
        found[name] = inner["type"]
    assert found == {"texts": "string", "numbers": "number"}
    assert {line.split()[0] for line in specs.told()} == {"SPF602"}  # each file has an `item`


def test_a_dynamic_anchor_that_is_there_twice_is_told_of(specs: Specs) -> None:
    service = payload(
        specs,
        """
        properties: {a: {$dynamicRef: '#item'}}
        $defs: {one: {$dynamicAnchor: item, type: string}, two: {$dynamicAnchor: item, type: integer}}
        """,
    )
    assert {key: shape.schema for key, shape in service.definitions.items()} == {"one": {"type": "string"}}
    assert [line.split(" | ")[0] for line in specs.told()] == [
        "SPF356 common/payload:2 the name `item` is given more than once here; the first schema has it"
    ]


@pytest.mark.parametrize("pattern", [r"^[A-Z]{3}$", r"^\d+$", r"^[\w-]+$", r"^(?:a|b)\/c$", r"é", r"\u00e9"])
def test_a_class_carries_a_pattern_that_its_engine_reads_alike_or_more_widely(pattern: str) -> None:
    assert usable_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\D",
        r"\W",
        r"^\S+$",
        r"\s",
        r"[^\d]",
        r"[^\w]",
        r"\bx",
        r"\cA",
        r"\p{L}",
        "[[:alpha:]]",
        "[a&&b]",
        "[]a]",
        "(?i)a",
        "(?=a)",
        "(?<!a)b",
        "(",
        "a{1000000000}",
        "\ud800",
        "a" * 2001,
    ],
)
def test_a_class_leaves_other_patterns_to_the_schema(pattern: str) -> None:
    assert not usable_pattern(pattern)
