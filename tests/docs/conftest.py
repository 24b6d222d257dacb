"""A copy of the project's specs and generated code, in which the commands of documents may run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ("specs", "generated", "handwritten", "generator", "templates", "runtime"):
        shutil.copytree(ROOT / room, copy / room, ignore=ignored)
    return copy
