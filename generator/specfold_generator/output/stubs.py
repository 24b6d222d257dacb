"""Handwritten modules are written once, as stubs, and never again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from specfold_generator.python.format import format_python
from specfold_generator.rendering.stubs import Stub

HANDWRITTEN = "handwritten"


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What shall stand in `handwritten/<package>/`."""

    package: str
    stubs: tuple[Stub, ...]

    def path(self, module: str) -> str:
        """A module's path from the project root."""
        return f"{HANDWRITTEN}/{self.package}/{module}.py"


def new_files(root: Path, scaffolds: Iterable[Scaffold]) -> dict[str, str]:
    """The stubs of modules that are not there yet, formatted, by path."""
    texts: dict[str, str] = {}
    for scaffold in scaffolds:
        if scaffold.stubs:
            texts[f"{HANDWRITTEN}/__init__.py"] = (
                '"""What specs cannot say: decisions, folds, reactions."""\n'
            )
            texts[scaffold.path("__init__")] = '"""Pure functions; time and new ids are arguments."""\n'
        for stub in scaffold.stubs:
            texts[scaffold.path(stub.module)] = stub.text()
    return format_python({path: text for path, text in texts.items() if not (root / path).exists()})
