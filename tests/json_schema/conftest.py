"""The service of `words/`, generated and imported beside the project's own services."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from specfold_generator.cli.run import run
from specfold_generator.source.project import Project

import generated
import handwritten

WORDS = Path(__file__).with_name("words")


@pytest.fixture(scope="package")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where it was generated; `generated.words` can be imported."""
    root = tmp_path_factory.mktemp("words")
    for kind in ("asyncapi", "openapi"):
        (root / "specs" / kind).mkdir(parents=True)
        shutil.copy(WORDS / f"{kind}.yaml", root / "specs" / kind / "words.yaml")
    outcome = run(Project(root=root))
    assert not outcome.failed, outcome.diagnostics
    for package in (generated, handwritten):
        package.__path__.append(str(root / package.__name__))
    importlib.invalidate_caches()
    yield root
    for package in (generated, handwritten):
        package.__path__.remove(str(root / package.__name__))
