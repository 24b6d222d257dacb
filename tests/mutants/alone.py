"""`python -m tests.mutants.alone FILE NUMBER ...`: pytest, in a Python that imports FILE with one change."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import resource
import sys
from collections.abc import Sequence
from types import ModuleType

import pytest

from tests.mutants.hunt import ROOT, mutants


def module_name(file: str) -> str:
    """The dotted name of a file: its first folder holds the package."""
    return file.removesuffix(".py").partition("/")[2].replace("/", ".")


class Changed(importlib.machinery.SourceFileLoader):
    """Loads the change in the place of the file."""

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        """The changed module, compiled."""
        return compile(MUTANT.tree(), str(ROOT / MUTANT.file), "exec")


class Finder(importlib.abc.MetaPathFinder):
    """Finds the one module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Its spec; None for every other module."""
        if fullname != module_name(MUTANT.file):
            return None
        loader = Changed(fullname, str(ROOT / MUTANT.file))
        return importlib.machinery.ModuleSpec(fullname, loader, origin=loader.path)


MUTANT = mutants([sys.argv[1]])[int(sys.argv[2])]
resource.setrlimit(resource.RLIMIT_CPU, (120, 121))
sys.meta_path.insert(0, Finder())
sys.exit(pytest.main(sys.argv[3:]))
