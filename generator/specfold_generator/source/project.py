"""A project: its root, and the settings in `[tool.specfold]` of its pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Location, SpecError

FILE = "pyproject.toml"
_KINDS: dict[str, Callable[[Any], bool]] = {
    "specs": lambda value: isinstance(value, str),
    "allow": lambda value: isinstance(value, list) and all(isinstance(part, str) for part in value),
    "strict": lambda value: isinstance(value, bool),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where everything stands. Paths are posix, from the root."""

    root: Path
    specs: str = "specs"
    allow: tuple[str, ...] = ()  # files and directories outside `specs` that references may reach
    strict: bool = False  # warnings stop generation


def read_project(root: Path) -> Project:
    """The project at a directory.

    Raises:
        SpecError: the settings cannot be read.
    """
    file = root / FILE
    if not file.is_file():
        return Project(root=root)
    try:
        settings = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("specfold", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecError([diagnose("SPF802", Location(FILE), f"this is no TOML: {error}")]) from error
    return Project(root=root, **_checked(settings))


def _checked(settings: Any) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    diagnostics = []
    for name, value in (settings if isinstance(settings, dict) else {}).items():
        if name not in _KINDS:
            help = "known are `specs`, `allow` and `strict`"
            diagnostics.append(diagnose("SPF802", Location(FILE), f"there is no setting `{name}`", help=help))
        elif not _KINDS[name](value):
            what = {"specs": "text", "allow": "a list of paths", "strict": "true or false"}[name]
            diagnostics.append(diagnose("SPF802", Location(FILE), f"`{name}` shall be {what}"))
        else:
            checked[name] = tuple(value) if name == "allow" else value
    if diagnostics:
        raise SpecError(diagnostics)
    return checked
