"""Odd and hostile specs: every name survives, nothing becomes code, the output is the same each time."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from specfold_generator.classes.build import build_modules

from tests.generator.building import CHOICE, MONEY, STRING, build, event, load, obj, one, ref

WIRES = [
    *("userId", "user_id", "user-id", "UserID", "user id", "USER_ID", "", " ", "-", "--", "😀", "名前"),
    *("1st", "class", "None", "__init__", "__class__", "model_config", "model_fields", "json", "copy"),
    *("schema", "validate", "str", "int", "list", "dict", "date", "Any", "Field", "self", "type", "version"),
    *("root", "l", "from_wire"),
    *('"""', "a\nb", "x\u202ey", "\\", "{{ 7 }}", "{% raw %}", "%s", "a" * 300, "$ref", "#", "/", "~", "\0"),
]  # fmt: skip


@pytest.mark.parametrize(
    "schema", [STRING, {"type": "string", "format": "date"}, {"enum": ["a", "b"]}], ids=str
)
def test_every_wire_name_survives_a_round_trip(schema: dict[str, Any]) -> None:
    value = {"date": "2026-01-31"}.get(schema.get("format", ""), "a")
    happened = one("Happened", {"type": "object", "properties": dict.fromkeys(WIRES, schema)})
    wire = dict.fromkeys(WIRES, value)
    assert happened.from_wire(wire).to_wire() == wire


HOSTILE = [
    '"""\nimport os\nos.system("touch {path}")\n"""',
    "'''\nopen({path!r}, 'w')\n'''",
    '\\"""; open({path!r}, \'w\') #',
    "\nopen({path!r}, 'w')\n",
    "{{ cycler.__init__.__globals__ }}{% include '/etc/passwd' %}",
    '"',
    "\\",
    "ends with \\",
    "\u202e\u2028\x00\x1b[31m",
    "\ud800",
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_never_becomes_code(number: int, tmp_path: Path) -> None:
    target = tmp_path / "pwned"
    text = HOSTILE[number].replace("{path}", str(target)).replace("{path!r}", repr(str(target)))
    hostile: dict[str, Any] = {
        "title": text, "description": text, "$comment": text, "format": text,
        "x-python-import": {"module": "os", "name": text}, "x-python-type": text, "default_factory": text,
        "customTypePath": "os.system", "customBasePath": f"os.{text}",
    }  # fmt: skip
    schema = {
        **hostile,
        "type": "object",
        "properties": {
            text: {**hostile, "type": "string", "default": text},
            "p": {"type": "string", "pattern": text},
            "e": {**hostile, "enum": [text, "fine"], "default": text},
            "c": {**hostile, "const": text},
            "o": {**hostile, "type": "object", "properties": {text: {"type": "integer"}}},
            "u": {
                "oneOf": [
                    {**hostile, "type": "object", "properties": {"k": {"const": text}}},
                    {"type": "integer"},
                ]
            },
        },
    }
    built = build([event("Happened", schema, doc=text, pointer=text, keywords={"type": text, "version": 1})])
    for module in built.modules.values():
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert calls <= {"Field"}
    happened = load(built).Happened
    assert not target.exists()
    if "\ud800" not in text:
        wire = {text: "x", "e": text, "c": text, "u": 1, "o": {text: 1}}
        assert happened.from_wire(wire).to_wire() == wire
        assert happened.type == text


@pytest.mark.parametrize(
    "schema",
    [
        {"enum": list(range(20_000))},
        {"enum": []},
        {"enum": [1, "1", 1.0, True, "true", None, "null", [], {}]},
        {"enum": ["a-b", "a_b", "A B", "", " "]},
        {"const": {"deep": [1]}},
        {"type": "string", "pattern": "(["},
        {"type": "string", "pattern": "(?<=a)b"},
        {"type": "string", "pattern": "^(a+)+$"},
        {"type": "integer", "minimum": 10**400, "maximum": -(10**5_000)},
        {"type": "number", "minimum": float("inf"), "multipleOf": 0, "maximum": 1e308},
        {"type": "string", "minLength": 10**30, "maxLength": -1},
        {"type": "integer", "default": "abc"},
        {"type": "array", "items": {"type": "string"}, "default": [{"a": 1}], "minItems": 2.0},
        {"type": "intger"},
        {"type": ["string", 7]},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"allOf": []},
        {"oneOf": [False, True]},
        {"not": {}},
        {"type": "object", "properties": {"x": False, "y": True, "z": None}, "required": ["q", 3]},
        {"properties": "no", "required": "no", "items": 3, "anyOf": {}, "enum": "no", "type": {}},
        {"type": "array", "prefixItems": [{}, {"type": "null"}], "items": {"type": "string"}},
        {"items": [{"type": "string"}], "additionalItems": False},
        {"type": "string", "discriminator": "kind"},
        {
            "oneOf": [ref("Loop"), ref("Two")],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "nowhere"}},
        },
        ref("Loop"),
        ref("Nowhere"),
        True,
        False,
    ],
)
def test_odd_schemas_make_classes_all_the_same(schema: Any) -> None:
    defs = {
        "Loop": ref("Loop2"),
        "Loop2": {"allOf": [ref("Loop"), {"anyOf": [ref("Loop"), {"type": "string"}]}]},
        "Two": obj(kind=STRING),
        "List": {"type": "array", "items": ref("List")},
    }
    requests = [
        event("Direct", schema),
        event("Inside", obj(x=schema, y={"type": "array", "items": schema}, z=ref("List"))),
    ]
    space = load(build(requests, defs))
    assert space.Inside.from_wire("{}").to_wire() == {}


def test_what_a_class_does_not_check_is_said() -> None:
    text = build(
        [event("Happened", obj(a={"type": "string", "pattern": "(?<=a)b"}), pointer="specs/a.yaml#/x")]
    )
    (finding,) = text.diagnostics
    assert finding.span.file == "specs/a.yaml"
    assert "/x/properties/a: `pattern`" in finding.message


def test_the_order_of_input_and_of_hashing_play_no_part(tmp_path: Path) -> None:
    script = (
        "import json, sys\n"
        "from specfold_generator.classes.requests import ClassRequest\n"
        "from specfold_generator.classes.build import build_modules\n"
        "schema = json.loads(sys.argv[1])\n"
        "request = ClassRequest(module='events', name='E', schema=schema, base='specfold.Event')\n"
        "defs = {'M': {'type': 'object', 'properties': {'a': {'enum': ['x', 'y']}}}}\n"
        "text = build_modules('s', [request], defs)\n"
        "print(json.dumps([text.modules, text.names], default=str))\n"
    )
    schema = obj(
        a=ref("M"),
        b={"anyOf": [ref("M"), STRING, {"type": "integer"}]},
        **{"user-id": STRING, "userId": STRING},
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, json.dumps(schema)],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_the_output_passes_strict_type_checking(tmp_path: Path) -> None:
    schema = obj(
        userId_=STRING, json={}, at={"type": "string", "format": "date-time"}, any=ref("Any"), pet=ref("Pet"),
        deep={"type": "array", "items": {"type": "array", "items": obj(a=CHOICE)}},
        map={"type": "object", "additionalProperties": MONEY}, old={**STRING, "deprecated": True},
    )  # fmt: skip
    defs = {
        "Any": {},
        "Base": obj(kind_=STRING),
        "Cat": {"allOf": [ref("Base"), obj(kind={"const": "cat"}, lives={"type": "integer", "default": 9})]},
        "Dog": {
            "allOf": [ref("Base"), obj(kind={"const": "dog"})],
            "additionalProperties": {"type": "integer"},
        },
        "Pet": {
            "oneOf": [ref("Cat"), ref("Dog"), {"type": "null"}],
            "discriminator": {"propertyName": "kind"},
        },
    }
    requests = [event("Happened", schema), event("Listed", {"type": "array", "items": ref("Pet")})]
    text = build_modules("typed", requests, defs)
    package = tmp_path / "generated" / "typed"
    package.mkdir(parents=True)
    for name, source in text.modules.items():
        (package / f"{name}.py").write_text(source)
    here = Path(__file__).parents[2]
    options = ["--config-file", str(here / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    command = [sys.executable, "-m", "mypy", *options, str(package)]
    env = {**os.environ, "MYPYPATH": f"{here / 'runtime'}:{tmp_path}"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Success"), done.stdout + done.stderr
