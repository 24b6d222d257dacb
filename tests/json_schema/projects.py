"""Cases as one project: a file per schema, as references to itself need, and a document per draft."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from specfold_generator.cli.run import run
from specfold_generator.diagnostics.diagnostic import Diagnostic, Severity
from specfold_generator.source.project import Project

from tests.json_schema.official import Case

FORMATS = {
    "draft7": "application/schema+json;version=draft-07",
    "draft2020-12": "application/schema+json;version=draft-2020-12",
}
MOST_ROUNDS = 12  # of leaving out what is refused


@dataclass
class Made:
    """What was generated below a root, and what was not: refused cases, each with its diagnostics."""

    root: Path
    cases: list[Case]
    refused: dict[tuple[str, str], list[Diagnostic]] = field(default_factory=dict)
    told: dict[tuple[str, str], list[Diagnostic]] = field(default_factory=dict)  # warnings of the others


def service(draft: str) -> str:
    """The service that holds the cases of a draft."""
    return draft.replace("-", "")


def make(root: Path, cases: Sequence[Case]) -> Made:
    """Write the cases and generate; what is refused is left out and the rest is tried again.

    Raises:
        RuntimeError: an error that is no case's.
    """
    made = Made(root, list(cases))
    for case in cases:
        _write(root / _file(case), case.schema)
    for _ in range(MOST_ROUNDS):
        _documents(root, made.cases)
        outcome = run(Project(root=root))
        if not outcome.failed:
            _share(made, outcome.diagnostics, made.told)
            return made
        errors = [found for found in outcome.diagnostics if found.severity is Severity.ERROR]
        _share(made, errors, made.refused)
        left = [case for case in made.cases if (case.draft, case.name) not in made.refused]
        if len(left) == len(made.cases):
            raise RuntimeError("\n".join(f"{e.code} {e.span.file}:{e.span.line} {e.message}" for e in errors))
        made.cases = left
    raise RuntimeError("there is no end of errors")


def _file(case: Case) -> str:
    return f"specs/schemas/{service(case.draft)}/{case.name}.json"


def _write(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value), "utf-8")


def _share(made: Made, diagnostics: Sequence[Diagnostic], into: dict[Any, list[Diagnostic]]) -> None:
    """Give every diagnostic to its case: by its file, or by the message or operation that it names."""
    known = {(case.draft, case.name) for case in made.cases}
    for found in diagnostics:
        steps = {Path(step).stem for step in found.span.file.split("/")}
        draft = next((draft for draft in FORMATS if service(draft) in steps), "")
        named = re.search(r"/(?:messages|paths)/(?:~1)?(\w+)", found.message)
        name = Path(found.span.file).stem if "/schemas/" in found.span.file else named[1] if named else ""
        if (draft, name) in known:
            into.setdefault((draft, name), []).append(found)


def _documents(root: Path, cases: Sequence[Case]) -> None:
    for draft in dict.fromkeys(case.draft for case in cases):
        own = [case for case in cases if case.draft == draft]
        _write(root / f"specs/asyncapi/{service(draft)}.yaml", _asyncapi(draft, own))
        if draft == "draft2020-12":
            _write(root / f"specs/openapi/{service(draft)}.yaml", _openapi(own))


def _asyncapi(draft: str, cases: Sequence[Case]) -> Any:
    messages = {
        case.name: {"payload": {"schemaFormat": FORMATS[draft], "schema": _reference(case)}} for case in cases
    }
    channel = {"$ref": "#/channels/values"}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": draft, "version": "1.0.0"},
        "channels": {"values": {"address": "values", "messages": messages}},
        "operations": {
            "take": {"action": "receive", "channel": channel},
            "give": {"action": "send", "channel": channel},
        },
    }


def _openapi(cases: Sequence[Case]) -> Any:
    def operation(case: Case) -> Any:
        content = {"application/json": {"schema": _reference(case)}}
        return {
            "operationId": f"send{case.name}",
            "requestBody": {"required": True, "content": content},
            "responses": {"204": {"description": "it was taken"}},
        }

    return {
        "openapi": "3.1.0",
        "info": {"title": "Values", "version": "1.0.0"},
        "paths": {f"/{case.name}": {"post": operation(case)} for case in cases},
    }


def _reference(case: Case) -> Any:
    return {"$ref": f"../schemas/{service(case.draft)}/{case.name}.json"}
