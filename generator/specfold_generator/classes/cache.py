"""Classes made once are not made again: files named by a digest of everything that decides their text.

The directory may be deleted at any time, and shared by several runs: a file is written whole or not at all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from specfold_generator.classes.requests import Attribute, ClassRequest, ClassText, ModelText
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity

_HOME = Path(__file__).parents[1]
_CODE = ("classes", "python", "json_schema")  # what decides the text of a class
_MAKERS = ("datamodel-code-generator", "pydantic", "pydantic-core", "ruff", "jinja2")


def cache_key(
    service: str,
    requests: Sequence[ClassRequest],
    defs: Mapping[str, Any],
    pointers: Mapping[str, str],
    keep: Collection[str] = (),
) -> str | None:
    """The name of a cache file: a digest of the input, this code and its libraries. None: do not cache."""
    asked = [[getattr(request, field.name) for field in dataclasses.fields(request)] for request in requests]
    try:
        # Member order is kept: it is the order of the lines in a class.
        text = json.dumps([service, asked, list(defs.items()), sorted(pointers.items()), sorted(keep)])
    except (TypeError, ValueError, RecursionError):  # numbers without end, schemas without ground
        return None
    return hashlib.sha256(f"{_makers()}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _makers() -> str:
    """What turns schemas into text: our own code and templates by content, the libraries by version."""
    code = [file for folder in _CODE for file in sorted((_HOME / folder).glob("*.py"))]
    sources = [*code, *sorted((_HOME.parents[1] / "templates" / "classes").glob("*.j2"))]
    digests = [hashlib.sha256(source.read_bytes()).hexdigest() for source in sources]
    return " ".join([*(f"{name}={_version(name)}" for name in _MAKERS), *digests])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def read_cached(directory: Path, key: str) -> ModelText | None:
    """What was stored under this key, or None; a damaged file counts as none."""
    try:
        found = json.loads((directory / f"{key}.json").read_text("utf-8"))
        classes = {
            name: ClassText(
                module=text["module"],
                name=name,
                root=text["root"],
                attributes={wire: _attribute(attribute) for wire, attribute in text["attributes"].items()},
            )
            for name, text in found["classes"].items()
        }
        diagnostics = tuple(_finding(finding) for finding in found["findings"])
        return ModelText(modules=dict(found["modules"]), classes=classes, diagnostics=diagnostics)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _attribute(found: Mapping[str, Any]) -> Attribute:
    return Attribute(**{**found, "imports": tuple(found["imports"])})


def _finding(found: Mapping[str, Any]) -> Diagnostic:
    plain = {key: found[key] for key in ("code", "message", "help", "pointer")}
    return Diagnostic(span=Location(**found["span"]), severity=Severity(found["severity"]), **plain)


def _plain(text: ModelText) -> dict[str, Any]:
    classes = {
        name: {**vars(one), "attributes": {wire: vars(held) for wire, held in one.attributes.items()}}
        for name, one in text.classes.items()
    }
    diagnostics = [dataclasses.asdict(finding) for finding in text.diagnostics]
    return {"modules": dict(text.modules), "classes": classes, "findings": diagnostics}


def store(directory: Path, key: str, text: ModelText) -> None:
    """Keep classes under their key. A cache that cannot be written is no cache, and no error."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=directory, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(_plain(text)))  # `dump` would write part by part, at ten times the cost
        os.replace(name, directory / f"{key}.json")
    except (OSError, ValueError):
        return
