"""A project file's name and defaults, as the engine would apply them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from specfold.deploy.errors import DeployError


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """`Pulumi.yaml`: the project's name, and the default of each configuration key as text."""

    name: str
    defaults: Mapping[str, str]


def text_of(value: Any) -> str:
    """A configuration value as the engine hands it to a program."""
    return value if isinstance(value, str) else json.dumps(value)


def read_project(folder: Path) -> ProjectFile:
    """Read `Pulumi.yaml`.

    Raises:
        DeployError: the file is missing or names no project.
    """
    file = folder / "Pulumi.yaml"
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DeployError(f"{file}: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("name"), str):
        raise DeployError(f"{file}: the project has no name")
    keys = document.get("config") or {}
    return ProjectFile(
        document["name"],
        {key: text_of(value["default"]) for key, value in keys.items() if "default" in value},
    )


def full_config(folder: Path, config: Mapping[str, Any], region: str) -> tuple[str, dict[str, str]]:
    """The project's name, and its whole configuration by full key: defaults, then `config` over them.

    A key of `config` without a namespace belongs to the project.
    """
    project = read_project(folder)
    given = {**project.defaults, **{key: text_of(value) for key, value in config.items()}}
    full = {key if ":" in key else f"{project.name}:{key}": value for key, value in given.items()}
    return project.name, {"aws:region": region, **full}
