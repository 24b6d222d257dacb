"""Where words of a document end: terminals, workflow commands, reports, names of resources, code."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.nasty import ESCAPES
from tests.hostile.conftest import Attack, End
from tests.hostile.specs import asyncapi, body, openapi

ROOT = Path(__file__).parents[2]
FORGED = "x\n::error file=forged::forged\r\n::set-output name=a::b\x1b[31m\x9b2J\u202e [x](javascript:1) <b>"
# Warnings and errors that quote names and values of the document, in every kind of place.
LOUD = {
    "type": "object",
    "properties": {
        FORGED: {"type": "string", "default": 1, "pattern": f"({FORGED}", "minimun": 1},
        "b": {"enum": [FORGED, FORGED], "title": FORGED, "$ref": f"#/components/schemas/{FORGED}"},
    },
    "examples": [{FORGED: 7}],
}


def said(root: Path, *arguments: str) -> str:
    """All that a command prints."""
    command = [sys.executable, "-m", "specfold_generator", *arguments, "--project", str(root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr[-500:]
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """A project whose document, and the name of whose file, forge whatever can be forged."""
    for path, text in asyncapi(LOUD, FORGED, info={"title": FORGED, "version": FORGED}).items():
        file = tmp_path / "specs" / path
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
        file.with_name("evil\n::error::x\x1b[31m.yaml").write_text("asyncapi: 3.0.0\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "github"])
@pytest.mark.parametrize("command", ["generate", "lint"])
def test_no_line_of_output_is_a_command_of_the_document(forged: Path, command: str, form: str) -> None:
    text = said(forged, command, "--format", form)
    assert "SPF" in text
    for line in re.split(r"[\r\n]+", text):
        ours = re.match(r"::(error|warning|notice) file=[^,\n]*,", line) if form == "github" else None
        assert not line.startswith(("::", "##[")) or (ours and "forged" not in ours[0]), line
    if form == "text":
        assert not [sign for sign in ESCAPES if sign in text]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_reports_are_whole_and_hold_no_link(forged: Path, form: str) -> None:
    report = json.loads(said(forged, "lint", "--format", form))
    assert report
    if form == "sarif":
        assert "](" not in json.dumps(report)


def test_the_model_is_shown_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    for path, text in asyncapi({"type": "object", "description": FORGED}, FORGED).items():
        (tmp_path / "specs/asyncapi").mkdir(parents=True)
        (tmp_path / "specs" / path).write_text(text, "utf-8")
    text = said(tmp_path, "explain")
    assert not [sign for sign in ESCAPES if sign in text]
    assert any(FORGED in found for found in _texts(json.loads(text)))


def _texts(value: object) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


WILD = (
    "*",
    "arn:aws:iam::*:role/*",
    "${aws:username}",
    "!{timestamp:yyyy}",
    "a/../../b",
    "#n = :v OR size(#x)",
    "x\ny",
)


def _wild(text: str) -> dict[str, str]:
    """A service with a log, a table, a key member and routes that are all called by one text.

    The names of aggregates and indexes are plain: others are refused (SPF445).
    """
    member = {"type": "string"}
    event = {"type": "object", "required": ["id", text], "properties": {"id": member, text: member}}
    sourcing = {"source": "//x.example/", "aggregates": {"Thing": {"identity": "id", "channel": text}}}
    made = {"payload": event, "x-event-sourcing": {"aggregate": "Thing", "version": 1}}
    pointer = text.replace("~", "~0").replace("/", "~1")
    documents = {
        "asyncapi": "3.0.0",
        "info": {"title": text, "version": text},
        "x-event-sourcing": sourcing,
        "channels": {text: {"address": text, "messages": {"Made": made}}},
        "operations": {text: {"action": "receive", "channel": {"$ref": f"#/channels/{pointer}"}}},
    }  # fmt: skip
    row = {
        **event,
        "x-event-sourcing": {
            "readModel": {"key": "id", "indexes": {"byText": {"partition": text}}, "from": ["Made"]}
        },
    }
    get = {
        "operationId": text,
        "x-event-sourcing": {"readModel": "Row"},
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": member}],
        "responses": {
            "200": {"description": text, **body({"$ref": "#/components/schemas/Row"})},
            "404": {"description": text},
        },
    }
    return {
        "asyncapi/trap.json": json.dumps(documents),
        **openapi({"/rows/{id}": {"get": get}}, {"Row": row}),
    }


@pytest.mark.parametrize("text", WILD)
def test_names_of_resources_are_plain_words_and_grants_name_one_thing(attack: Attack, text: str) -> None:
    end = attack(_wild(text))
    assert not end.wrong
    assert end.generated
    topology = end.texts()["generated/trap/topology.py"]
    for call in (node for node in ast.walk(ast.parse(topology)) if isinstance(node, ast.Call)):
        kind = getattr(call.func, "id", "")
        named = {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}
        if kind in ("Stream", "Table", "Function"):
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", named["name"])
        if kind == "Ref":
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", ast.literal_eval(call.args[1]))
    actions = re.findall(r'"((?:kinesis|dynamodb|s3|lambda):[^"]*)"', topology)
    assert actions
    assert not [action for action in actions if "*" in action]


def _code_of(end: End) -> list[str]:
    return [text for path, text in end.texts().items() if path.endswith(".py")]


@pytest.mark.parametrize(
    "text", ["{{1111*1111}}", "{% raw %}", "{# gone #}", "%(x)s", "{0.__class__}", "$(id)", "\\g<0>"]
)
def test_template_signs_stay_as_they_are(attack: Attack, text: str) -> None:
    schema = {"type": "object", "description": f"a {text} b", "properties": {"c": {"const": text}}}
    end = attack(asyncapi(schema))
    assert not end.wrong
    kept = [ast.unparse(ast.parse(code)) for code in _code_of(end)]
    assert any(f"a {text} b" in code.replace("\\\\", "\\") for code in kept)
