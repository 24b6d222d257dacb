"""Who says what of a document: the standards' own schemas, openapi-spec-validator behind a guard, and we."""

from __future__ import annotations

import json
import multiprocessing
import resource
import tempfile
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import jsonschema_rs
from specfold_generator.diagnostics.diagnostic import Diagnostic, Severity, SpecError
from specfold_generator.services.build import build_services
from specfold_generator.source.references import Workspace

from tests.corpus.documents import Paper, place

SECONDS = 10  # of processor time for the stock validator: on a circle of discriminators it never ends
_OFFICIAL = {
    "asyncapi": "asyncapi/schemas/{version}-without-$id.json",
    "openapi": "openapi/json-builds-from-npm-seriousme/v{minor}/schema.json",
}


def ours(paper: Paper) -> tuple[Diagnostic, ...]:
    """What we find in a document, notes aside."""
    with tempfile.TemporaryDirectory() as folder:
        placed = place(paper, Path(folder))
        workspace = Workspace(placed.root, specs=placed.specs, allow=placed.allow)
        try:
            found = build_services(workspace, specs=placed.specs).diagnostics
        except SpecError as error:
            found = error.diagnostics
    return tuple(one for one in found if one.severity > Severity.NOTE)


def official(schemas: Path, paper: Paper, root: Any) -> str:
    """What the standard's own schema says first; empty if nothing. Formats are notes to it."""
    version = paper.version if paper.spec == "asyncapi" else ""
    file = _OFFICIAL[paper.spec].format(version=version, minor=paper.version.rpartition(".")[0])
    for error in _validator(schemas / file).iter_errors(root):
        return f"/{'/'.join(map(str, error.instance_path))}: {error.message}"[:200]
    return ""


@cache
def _validator(file: Path) -> Any:
    return jsonschema_rs.validator_for(json.loads(file.read_text("utf-8")), validate_formats=False)


def stock(root: Any, seconds: int = SECONDS) -> str:
    """What openapi-spec-validator says first; empty if nothing. It has a process of its own, and limits."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_stock, args=(root, seconds, writing))
    child.start()
    writing.close()
    try:
        said = str(reading.recv()) if reading.poll(seconds * 6) else "does not end"
    except EOFError:
        said = "does not end"
    child.kill()
    child.join()
    return said


def _stock(root: Any, seconds: int, writing: Connection) -> None:
    from openapi_spec_validator import validate
    from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        validate(root)
        writing.send("")
    except OpenAPIValidationError as error:
        writing.send(str(error).splitlines()[0][:200])
    except Exception as error:  # it fails on documents that it does not expect
        writing.send(f"failed: {type(error).__name__}")
