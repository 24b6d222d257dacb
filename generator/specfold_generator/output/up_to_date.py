"""Whether anything has changed since the last run: told from file contents alone, without the rest of us.

An unchanged run must cost a blink. So this imports nothing heavy, and a run that finds nothing changed
imports nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import specfold.model.shared
import specfold.model.topology

from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity
from specfold_generator.output.atomic_write import FOLDER
from specfold_generator.source.project import FILE, Project

STATE = f"{FOLDER}/state.json"
HOME = Path(__file__).parents[1]
SHARED = (
    Path(specfold.model.shared.__file__).parent,
    Path(specfold.model.topology.__file__),
)  # what this reads of the runtime
LIBRARIES = ("datamodel_code_generator-", "jinja2-", "pydantic-", "pydantic_core-", "ruff-")


def recall(project: Project) -> tuple[Diagnostic, ...] | None:
    """The diagnostics of the last run, if that wrote everything and nothing has changed since; else None."""
    try:
        state = json.loads((project.root / STATE).read_text("utf-8"))
        if state["digest"] != digest(project):
            return None
        return tuple(map(_diagnostic, state["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(project: Project, found: Iterable[Diagnostic]) -> None:
    """Note that the disk is what it should be, and what was found on the way."""
    state = {"digest": digest(project), "findings": [asdict(one) for one in found]}
    file = project.root / STATE
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(state), "utf-8")
    os.replace(new, file)


def forget(project: Project) -> None:
    """The disk is no longer known to be what it should be."""
    (project.root / STATE).unlink(missing_ok=True)


def digest(project: Project) -> str:
    """Of everything that decides what is generated, and of everything that was."""
    made = hashlib.sha256(repr((project.strict, toolchain(), written(project))).encode())
    _add(made, project.root / "generated")
    return made.hexdigest()


@lru_cache(maxsize=1)
def toolchain() -> str:
    """Of this package, its templates, what it shares with the runtime, libraries by version, and Python."""
    made = hashlib.sha256(repr((sys.version, _libraries())).encode())
    for place in (HOME, HOME.parents[1] / "templates", *SHARED):
        _add(made, place)
    return made.hexdigest()


def written(project: Project) -> str:
    """Of what people write: settings, specs, and handwritten code."""
    made = hashlib.sha256()
    allowed = [entry.partition("=")[2] or entry for entry in project.allow]
    for place in (FILE, project.specs, "handwritten", *allowed):
        _add(made, project.root / place)
    return made.hexdigest()


def _add(made: hashlib._Hash, place: Path) -> None:
    for path in _files(place):
        made.update(f"{path}\0".encode("utf-8", "surrogateescape"))
        made.update(hashlib.sha256(path.read_bytes()).digest())


def _libraries() -> list[str]:
    """What turns schemas into text, by version; listing a folder is cheaper than asking each package."""
    return sorted(n for n in os.listdir(sysconfig.get_path("purelib")) if n.lower().startswith(LIBRARIES))


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from (file for name in sorted(files) if (file := Path(folder, name)).is_file())


def _diagnostic(stored: dict[str, Any]) -> Diagnostic:
    related = tuple(Related(Location(**other["span"]), other["message"]) for other in stored["related"])
    told = {**stored, "span": Location(**stored["span"]), "severity": Severity(stored["severity"])}
    return Diagnostic(**{**told, "related": related})
