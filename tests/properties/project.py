"""A project that a test generates and imports beside the project's own services."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from specfold_generator.cli.run import run
from specfold_generator.source.project import Project

import generated
import handwritten


@contextlib.contextmanager
def generated_project(root: Path, documents: Mapping[str, Any]) -> Iterator[Path]:
    """Write the documents ("openapi/shop.yaml": tree), generate, and make `generated.shop` importable."""
    for path, document in documents.items():
        file = root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    outcome = run(Project(root=root))
    assert not outcome.failed, outcome.diagnostics
    before = {*sys.modules}
    for package in (generated, handwritten):
        package.__path__.append(str(root / package.__name__))
    importlib.invalidate_caches()
    try:
        yield root
    finally:
        for package in (generated, handwritten):
            package.__path__.remove(str(root / package.__name__))
        for name in {*sys.modules} - before:
            if name.startswith(("generated.", "handwritten.")):
                del sys.modules[name]
