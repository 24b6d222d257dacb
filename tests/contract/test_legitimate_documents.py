"""Contract tests of documents that are right: they ask for nothing that the documents do not promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from specfold_generator.cli.run import run
from specfold_generator.source.project import Project

ROOT = Path(__file__).resolve().parents[2]
TEXT = {"type": "string"}
LEG = {
    "type": "object",
    "required": ["id", "to", "ticket", "stamp"],
    "properties": {
        "id": {**TEXT, "readOnly": True},
        "to": TEXT,
        "ticket": {
            "type": "object",
            "readOnly": True,
            "required": ["number"],
            "properties": {"number": TEXT},
        },
        "stamp": {"$ref": "#/components/schemas/Stamp"},
    },
}
STAMP = {"type": "object", "readOnly": True, "required": ["at"], "properties": {"at": {"type": "integer"}}}
TRIP = {
    "type": "object",
    "required": ["first", "further"],
    "properties": {
        "first": {"$ref": "#/components/schemas/Leg"},
        "further": {"type": "array", "items": {"$ref": "#/components/schemas/Leg"}},
    },
}
LISTS = {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}
REFUSALS = {
    "application/problem+json": [
        {"type": "object", "properties": {"errors": LISTS}},
        {"type": "object", "additionalProperties": False, "properties": {"title": TEXT, "detail": TEXT}},
        {"type": "object", "required": ["traceId"], "properties": {"traceId": TEXT}},
    ],
    "application/json": [{"type": "object", "required": ["message"], "properties": {"message": TEXT}}],
}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
NAMED = {"type": "object", "required": ["name"], "properties": {"name": TEXT}}
BODIES: list[dict[str, Any]] = [
    {"application/json": NUMBERS, "*/*": TEXT},
    {"application/json": NUMBERS, "application/*": True},
    {"application/*": NAMED, "text/*": TEXT},
    {"*/*": NAMED},
    {"application/json": NAMED, "application/xml": TEXT, "image/*": TEXT},
]


def operation(name: str, content: dict[str, Any], **refusals: Any) -> dict[str, Any]:
    body = {"required": True, "content": {media: {"schema": schema} for media, schema in content.items()}}
    done = {"204": {"description": "done"}}
    return {"post": {"operationId": name, "requestBody": body, "responses": {**done, **refusals}}}


def document() -> dict[str, Any]:
    paths = {"/trips": operation("travel", {"application/json": TRIP})}
    paths |= {f"/bodies/{number}": operation(f"body{number}", body) for number, body in enumerate(BODIES)}
    forms = [(media, schema) for media, schemas in REFUSALS.items() for schema in schemas]
    for number, (media, schema) in enumerate(forms):
        refusal = {"description": "refused", "content": {media: {"schema": schema}}}
        refused = {"400": refusal, "415": refusal, "default": refusal}
        paths[f"/refusals/{number}"] = operation(f"refuse{number}", {"application/json": NAMED}, **refused)
    found = {"description": "found", "content": {"application/json": {"schema": NAMED}}}
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    paths["/heads"] = {
        "head": {"operationId": "look", "parameters": [size], "responses": {"200": found, "default": found}}
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trips", "version": "1.0.0"},
        "paths": paths,
        "components": {"schemas": {"Leg": LEG, "Stamp": STAMP}},
    }


def test_contract_tests_of_a_right_document_pass(tmp_path: Path) -> None:
    specs = tmp_path / "specs" / "openapi"
    specs.mkdir(parents=True)
    (specs / "trips.yaml").write_text(yaml.safe_dump(document(), sort_keys=False), "utf-8")
    outcome = run(Project(root=tmp_path))
    assert not outcome.failed
    assert [found.code for found in outcome.diagnostics].count("SPF519") == 1
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            ".",
            "--tb=line",
            "generated",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
