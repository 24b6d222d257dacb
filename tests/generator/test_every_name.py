"""Operations, messages, schemas, members and channels may be called like anything that generated code names.

The bounded form takes every tenth name; SPECFOLD_DEEP=1 takes all.
"""

from __future__ import annotations

import builtins
import keyword
import os
import subprocess
import sys
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from specfold_generator.classes.codegen_output import BUILTINS, IMPORTS
from specfold_generator.cli.run import run
from specfold_generator.python.module_names import module_names
from specfold_generator.source.project import Project

from tests.generator.building import build, event, load, obj, ref
from tests.properties import depth

ROOT = Path(__file__).resolve().parents[2]
FILES = {file.stem for file in (ROOT / "generated").rglob("*.py")}
NAMES = sorted(
    {*module_names(), *IMPORTS, *BUILTINS, *keyword.kwlist, *keyword.softkwlist, *typing.__all__, *FILES}
    | {*dir(builtins), *(name for name in dir(BaseModel) if not name.startswith("__"))}
)
# Modules beside those of the classes import these; a class of such a name is imported there as another one.
IMPORTED = (
    "Any",
    "Callable",
    "Decision",
    "Iterator",
    "Page",
    "Policy",
    "Protocol",
    "Sequence",
    "TypeVar",
    "Union",
)
BOUNDED = {*NAMES[::10], *IMPORTED, "answer", "reply", "schemas", "str", "dataclass", "MEMBERS"}
TAKEN = NAMES if depth.DEEP else sorted(BOUNDED)
TEXT = {"type": "string"}
HEAD = {"info": {"title": "Lab", "version": "1.0.0"}}


def json_of(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def schema_of(name: str) -> dict[str, Any]:
    """A schema that names itself, beside types that are imported."""
    formats = {"at": "date-time", "day": "date", "clock": "time", "id": "uuid", "host": "ipv4"}
    members = {member: {"type": "string", "format": word} for member, word in formats.items()}
    own = {name: TEXT, "kind": {"enum": [name, "other"]}, "next": {"$ref": f"#/components/schemas/{name}"}}
    return {"type": "object", "properties": {**members, "free": {}, **own}}


def http(names: list[str]) -> Mapping[str, Any]:
    def operation(name: str) -> dict[str, Any]:
        reference = {"$ref": f"#/components/schemas/{name}"}
        return {
            "operationId": name,
            "tags": [name],
            "parameters": [{"in": "query", "name": name, "schema": TEXT}],
            "requestBody": {"content": json_of(reference)},
            "responses": {"200": {"description": "done", "content": json_of(reference)}},
        }

    paths = {f"/{number}": {"post": operation(name)} for number, name in enumerate(names)}
    every = {"All": obj(**dict.fromkeys(names, TEXT)), "Kind": {"enum": names}}
    both = obj(all={"$ref": "#/components/schemas/All"}, kind={"$ref": "#/components/schemas/Kind"})
    paths["/all"] = {
        "post": {**operation(names[0]), "operationId": "all", "requestBody": {"content": json_of(both)}}
    }
    schemas = {name: schema_of(name) for name in names} | every
    return {
        "openapi/lab.yaml": {"openapi": "3.1.0", **HEAD, "paths": paths, "components": {"schemas": schemas}}
    }


def messages(names: list[str]) -> Mapping[str, Any]:
    channels: dict[str, Any] = {"out": {"address": "out", "messages": {"pong": {"payload": obj()}}}}
    operations = {}
    for name in names:
        reference = {"$ref": f"#/components/schemas/{name}"}
        message = {"payload": reference, "headers": obj(**{name: TEXT})}
        channels[name] = {"address": f"at/{name}", "messages": {name: message}}
        channel = {"channel": {"$ref": f"#/channels/{name}"}}
        operations[name] = {"action": "receive", **channel, "reply": {"channel": {"$ref": "#/channels/out"}}}
        operations[f"send{name}"] = {"action": "send", **channel}
    schemas = {name: schema_of(name) for name in names}
    document = {"channels": channels, "operations": operations, "components": {"schemas": schemas}}
    return {"asyncapi/lab.yaml": {"asyncapi": "3.0.0", **HEAD, **document}}


def facts(names: list[str]) -> Mapping[str, Any]:
    names = [name for name in names if name.isalnum()]
    payload = {**obj(id=TEXT), "required": ["id"]}
    found = {
        name: {"x-event-sourcing": {"aggregate": name, "version": 1}, "payload": payload} for name in names
    }
    told = {name: {"$ref": f"#/components/messages/{name}"} for name in names}
    document = {
        "x-event-sourcing": {
            "source": "//lab.example",
            "aggregates": {name: {"identity": "id", "channel": "facts"} for name in names},
        },
        "channels": {"facts": {"address": "facts", "messages": told}},
        "operations": {"record": {"action": "send", "channel": {"$ref": "#/channels/facts"}}},
        "components": {"messages": found},
    }

    def command(name: str) -> dict[str, Any]:
        return {
            "operationId": f"do{name}",
            "x-event-sourcing": {"aggregate": name, "creates": True, "emits": [name]},
            "parameters": [{"in": "path", "name": "id", "required": True, "schema": TEXT}],
            "responses": {"202": {"description": "taken"}},
        }

    paths = {f"/{number}/{{id}}": {"post": command(name)} for number, name in enumerate(names)}
    return {
        "asyncapi/lab.yaml": {"asyncapi": "3.0.0", **HEAD, **document},
        "openapi/lab.yaml": {"openapi": "3.1.0", **HEAD, "paths": paths},
    }


@pytest.mark.parametrize("documents", [http, messages, facts])
def test_generated_code_is_typed_and_linted_whatever_things_are_called(
    tmp_path: Path, documents: Any
) -> None:
    for path, document in documents(TAKEN).items():
        file = tmp_path / "specs" / path
        file.parent.mkdir(parents=True)
        file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    outcome = run(Project(root=tmp_path))
    assert not outcome.failed, [found.message for found in outcome.diagnostics][:5]
    tools = (
        ("mypy", "--strict", "--explicit-package-bases", "--namespace-packages", "generated", "handwritten"),
        ("ruff", "check", "--isolated", "--select", "E7,E9,F", "--no-cache", "--quiet", "generated"),
    )
    for tool in tools:
        checked = subprocess.run(
            [sys.executable, "-m", *tool],
            cwd=tmp_path,
            env={**os.environ, "MYPYPATH": str(ROOT / "runtime")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout[:2000]


def test_what_generated_modules_import_is_known() -> None:
    for file in (ROOT / "generated").glob("*/*.py"):
        lines = file.read_text("utf-8").splitlines()
        imported = [line.split() for line in lines if line.startswith("from runtime.") and "(" not in line]
        for words in imported:
            assert {word.strip(",") for word in words[3:]} <= module_names(), file


def test_a_value_may_be_called_like_a_type() -> None:
    kinds = ["date", "time", "UUID", "Any", "datetime", "Decimal", "Literal", "Field", "int", "str"]
    schema = obj(
        kind={"enum": kinds},
        day={"type": "string", "format": "date"},
        clock={"type": "string", "format": "time"},
        id={"type": "string", "format": "uuid"},
        free={},
    )
    happened = load(build([event("Happened", schema)])).Happened
    wire = {"kind": "date", "day": "2024-01-31", "clock": "12:00:00Z", "free": [1]}
    assert happened.from_wire(wire).to_wire() == wire


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object", "additionalProperties": ref("Own")}, {"a": {"b": {}}}),
        ({**obj(name=TEXT), "additionalProperties": ref("Own")}, {"name": "a", "x": {"name": "b"}}),
        ({"type": "object", "additionalProperties": {"type": "array", "items": ref("Own")}}, {"a": [{}]}),
        ({"anyOf": [TEXT, {"type": "object", "additionalProperties": ref("Own")}]}, {"a": {"b": "c"}}),
        (
            {
                "anyOf": [
                    {"type": "array", "items": ref("Own")},
                    {"type": "object", "additionalProperties": ref("Own")},
                    {"type": "null"},
                ]
            },
            [{"a": [None]}],
        ),
    ],
    ids=["map", "open object", "map of lists", "text or map", "list, map or null"],
)
def test_a_schema_may_be_a_map_of_itself(schema: Any, value: Any) -> None:
    happened = load(build([event("Happened", obj(own=ref("Own")))], {"Own": schema})).Happened
    assert happened.from_wire({"own": value}).to_wire() == {"own": value}
    with pytest.raises(ValueError, match="own"):
        happened.from_wire({"own": 5})
