"""The published holes of other generators, each attacked as its advisory tells.

An attack succeeds if its code runs at generation or import, or if anything outside of the project is touched;
`test_the_watch` shows that it would be seen.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fuzz.nasty import MARK
from tests.hostile.conftest import Attack
from tests.hostile.specs import asyncapi, body, openapi, operation

RUN = f"__import__('os').open(__import__('os').path.expanduser('~/{MARK}'),65)"
BREAKOUTS = (
    f'"""\n{RUN}\n"""',
    f"'''\n{RUN}\n'''",
    f'", {RUN}, "',
    f"', {RUN}, '",
    f'\\", {RUN}) #',
    f"\n{RUN}\n",
    f"*/ {RUN} /*",
    f"`${{{RUN}}}`",
    f"{{{{ {RUN} }}}}",
    f"{{{RUN}}}",
)
everywhere = pytest.mark.parametrize("text", BREAKOUTS, ids=range(len(BREAKOUTS)))


@everywhere
def test_cve_2020_15142_values_of_a_document_become_no_code(attack: Attack, text: str) -> None:
    """openapi-python-client: names of enums, descriptions, defaults, all "that gets placed into" Python."""
    schema = {
        "title": text,
        "description": text,
        "type": "object",
        "required": [text],
        "properties": {
            text: {"type": "string", "description": text, "default": text},
            "choice": {"type": "string", "enum": [text, "other"], "default": text},
            "fixed": {"const": text},
            "list": {"type": "array", "items": {"enum": [text]}, "default": [text]},
            "map": {"type": "object", "additionalProperties": {"type": "string"}, "default": {text: text}},
        },
        "examples": [{text: text, "fixed": text}],
    }
    named = {"type": "object", "title": text, "properties": {text: {"$ref": "#/components/schemas/Thing"}}}
    act = operation(
        operationId=text,
        summary=text,
        description=text,
        tags=[text],
        requestBody=body({"$ref": "#/components/schemas/Thing"}),
        parameters=[{"name": text, "in": "query", "description": text, "schema": {"enum": [text]}}],
    )
    end = attack(openapi({"/act": {"post": act}}, {"Thing": schema, text: named}))
    assert not end.wrong
    assert end.generated
    assert not attack(asyncapi(schema, text, info={"title": text, "version": text})).wrong


@pytest.mark.parametrize(
    "place", ["../../../outside", "/outside", "..\\..\\outside", "a/../../../outside", "~/outside"]
)
def test_cve_2024_35219_a_document_names_no_place_to_write_or_delete(
    attack: Attack, tmp_path: Path, place: str
) -> None:
    """OpenAPI Generator Online: `outputFolder` of a request was written, read and deleted wherever it was."""
    precious = tmp_path / "outside"
    precious.mkdir()
    (precious / "kept.py").write_text("kept")
    options = {
        "outputFolder": place,
        "x-output-folder": place,
        "additionalProperties": {"outputFolder": place},
    }
    act = operation(operationId=place, tags=[place], **{"x-output-folder": place})
    schemas = {place: {"type": "object", "title": place, "x-output-folder": place}}
    documents = openapi({f"/{place}": {"get": act}}, schemas, **options)
    documents |= asyncapi({"type": "object", "title": place, "$id": place}, place, **options)
    end = attack(documents)
    assert not end.wrong  # it watches every file that is opened to be written
    assert [path.name for path in precious.iterdir()] == ["kept.py"]
    assert {path.name for path in tmp_path.iterdir()} == {"outside", "project"}


@everywhere
def test_cve_2026_23947_words_about_enum_values_end_no_comment(attack: Attack, text: str) -> None:
    """Orval: `x-enumDescriptions` went into a comment, and `*/` ended it."""
    words = {
        name: [text, text]
        for name in ("x-enumDescriptions", "x-enum-descriptions", "x-enumNames", "x-enum-varnames")
    }
    choice = {"type": "string", "enum": ["a", "b"], **words}
    maps = {**choice, **{name: {"a": text, "b": text} for name in words}}
    end = attack(
        asyncapi(
            {"type": "object", "properties": {"one": choice, "other": maps, "plain": {"enum": [1], **words}}}
        )
    )
    assert not end.wrong
    assert end.generated


@everywhere
def test_cve_2026_71868_the_default_of_an_enum_is_never_evaluated(attack: Attack, text: str) -> None:
    """Orval: a default of a parameter, a header, a body or items became a template literal of a module."""
    choice = {"type": "string", "enum": [text, "fine"], "default": text}
    parameters = [
        {"name": f"by-{place}", "in": place, "schema": choice} for place in ("query", "header", "cookie")
    ]
    items = {"type": "array", "items": choice, "default": [text]}
    inside = {"type": "object", "properties": {"one": choice, "many": items}, "default": {"one": text}}
    act = operation(
        parameters=parameters,
        requestBody=body({"type": "object", "properties": {"it": inside, "one": choice}}),
    )
    end = attack(openapi({"/act": {"post": act}}))
    assert not end.wrong
    assert end.generated


@pytest.mark.parametrize(
    "value", [f"x\n{RUN}\n", f"os import path\n{RUN}\nfrom os.path", f"({RUN})", f"a.b\n{RUN}", "os.system"]
)
def test_cve_2026_63720_no_import_comes_of_a_schema(attack: Attack, value: str) -> None:
    """datamodel-code-generator: `customBasePath` and its like were written into an import as they stood."""
    keys = {
        "customBasePath": value, "customTypePath": value, "customTypeArgs": [value], "x-python-type": value,
        "x-python-import": {"module": value, "name": value}, "default_factory": value,
        "x-is-base-class": True, "additionalImports": [value], "baseClass": value, "x-validators": [value],
    }  # fmt: skip
    schema = {
        "type": "object",
        **keys,
        "properties": {"a": {"type": "string", **keys}, "b": {"type": "object", **keys}},
    }
    end = attack(
        {
            **asyncapi(schema),
            **openapi({"/act": {"post": operation(requestBody=body(schema))}}, {"Thing": schema}),
        }
    )
    assert not end.wrong
    assert end.generated
    assert not any("custom" in text for path, text in end.texts().items() if path.endswith(".py"))


@everywhere
def test_cve_2016_5641_paths_parameters_and_media_types_end_no_string(attack: Attack, text: str) -> None:
    """Swagger Codegen: paths, operationIds, descriptions and `consumes` broke out of strings and comments."""
    placed = text.replace("\n", " ").replace("?", "").replace("#", "").replace("{", "(").replace("}", ")")
    act = operation(
        operationId=text,
        description=text,
        requestBody={
            "description": text,
            "content": {f"application/{placed}": {"schema": {"type": "string"}}},
        },
        parameters=[{"name": text, "in": "query", "schema": {"type": "string"}}],
        responses={"200": {"description": text, "headers": {"X-A": {"description": text, "schema": {}}}}},
    )
    end = attack(
        openapi(
            {f"/{placed}": {"post": act, "summary": text, "description": text}},
            servers=[{"url": text, "description": text}],
        )
    )
    assert not end.wrong


@pytest.mark.parametrize(
    "tag",
    [
        '!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ["http://127.0.0.1:9/"]]]]',
        "!!python/object/apply:os.system ['touch ~/.specfold-pwned']",
        "!!python/object/new:subprocess.Popen [[touch, '.specfold-pwned']]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!include /etc/passwd",
        "!<tag:yaml.org,2002:python/object/apply:os.system> [id]",
        "!ruby/object:Gem::Installer {i: x}",
    ],
)
@pytest.mark.parametrize(
    "place", ["info: {{title: {0}, version: '1'}}", "x-a: {0}", "{0}: {0}", "x-b: [{0}]", "x-c: &a {0}"]
)
def test_cve_2017_1000207_reading_yaml_makes_nothing_but_values(attack: Attack, tag: str, place: str) -> None:
    """Swagger Parser: a tag in a document made any object of the class path while the document was read."""
    end = attack({"openapi/trap.yaml": f"openapi: 3.1.0\n{place.format(tag)}\npaths: {{}}\n"})
    assert not end.wrong
    assert not end.generated
    assert "SPF" in end.said
    assert "openapi/trap.yaml:2" in end.said


class TestTheWatch:
    """What the tests above rely on."""

    def test_code_that_runs_at_import_is_seen(self, attack: Attack, tmp_path: Path) -> None:
        """A stub that was written by hand is not overwritten; whatever it does is imported and watched."""
        stub = tmp_path / "project/handwritten/trap"

        documents = asyncapi({"type": "object"})
        assert attack(documents).generated
        assert (stub / "hear.py").is_file()

    def test_forbidden_code_in_a_generated_file_is_seen(self, tmp_path: Path) -> None:
        from tests.fuzz.trying import _judged

        file = tmp_path / "x.py"
        for text in (
            f'"""{BREAKOUTS[0]}"""\n',
            "import os\n",
            "x = eval('1')\n",
            "x = '\u202e'\n",
            "x = 1234321\n",
        ):
            file.write_text(text, "utf-8")
            assert [*_judged(file, "x.py")], text
        file.write_text(json.dumps(BREAKOUTS[0]))
        assert not [*_judged(file, "x.py")]
