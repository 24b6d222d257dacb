"""Styles that the standard does not define for a type, and names that two parameters take."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.specs_in import Specs

QUERY = "paths: {/p: {get: {operationId: see, parameters: [%s], responses: {'204': {description: ok}}}}}\n"
PATH = (
    "paths: {'/p/{a}': {get: {operationId: see, parameters: [%s], responses: {'204': {description: ok}}}}}\n"
)
SCHEMAS = {
    "OBJECT": "{type: object, properties: {b: {type: string}}}",
    "MAP": "{type: object, additionalProperties: {type: integer}}",
    "LISTS": "{type: array, items: {type: array, items: {type: string}}}",
}


def query(parameters: str) -> str:
    for name, schema in SCHEMAS.items():
        parameters = parameters.replace(name, schema)
    return QUERY % parameters


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


@pytest.mark.parametrize(
    ("parameters", "code", "words"),
    [
        ("{name: a, in: query, style: deepObject, schema: {type: array}}", "SPF381", "`a` is none"),
        (
            "{name: a, in: query, style: deepObject, schema: {properties: {b: {type: array}}, type: object}}",
            "SPF381",
            "members of `a` have more",
        ),
        ("{name: a, in: query, style: spaceDelimited, schema: {type: string}}", "SPF381", "`a` is none"),
        (
            "{name: a, in: query, style: pipeDelimited, explode: true, schema: {type: array}}",
            "SPF381",
            "`a` is read as `form`",
        ),
        ("{name: a, in: query, schema: LISTS}", "SPF381", "those of `a` are read as JSON text"),
        ("{name: a, in: header, allowEmptyValue: true, schema: {}}", "SPF384", "`a` is in header"),
        (
            "{name: a, in: query, schema: OBJECT}, {name: b, in: query, schema: {}}",
            "SPF383",
            "`b` is a member of `a`",
        ),
        (
            "{name: a, in: query, schema: MAP}, {name: c, in: query, schema: MAP}",
            "SPF383",
            "`a` and `c` each take all names",
        ),
    ],
)
def test_what_the_standard_does_not_define_is_reported(
    specs: Specs, parameters: str, code: str, words: str
) -> None:
    reported = specs.openapi(query(parameters)).told()
    assert [line for line in reported if line.startswith(code) and words in line], reported


@pytest.mark.parametrize(
    "parameters",
    [
        "{name: a, in: query, style: deepObject, schema: OBJECT}",
        "{name: a, in: query, style: spaceDelimited, schema: {type: array, items: {type: string}}}",
        "{name: a, in: query, schema: MAP}, {name: c, in: query, schema: {}}",
        "{name: a, in: query, schema: OBJECT}, {name: b, in: header, schema: {}}",
        "{name: a, in: query, allowEmptyValue: true, schema: {type: boolean}}",
        "{name: a, in: query, content: {application/json: {schema: LISTS}}}",
    ],
)
def test_what_the_standard_defines_is_not(specs: Specs, parameters: str) -> None:
    reported = {code for code in specs.openapi(query(parameters)).codes() if "SPF381" <= code <= "SPF384"}
    assert reported == set()


@pytest.mark.parametrize(
    ("schema", "is_reported"),
    [
        ("{type: array, items: {type: string}}", True),
        ("{type: array, items: {type: string, enum: [x, y]}}", False),
        ("{type: array, items: {type: integer}}", False),
        ("{type: string}", False),
    ],
)
def test_lists_of_texts_in_a_path_are_reported(specs: Specs, schema: str, is_reported: bool) -> None:
    specs.openapi(PATH % f"{{name: a, in: path, required: true, schema: {schema}}}")
    assert ("SPF382" in specs.codes()) is is_reported
