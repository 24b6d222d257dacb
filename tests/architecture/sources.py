"""Every Python source of the project, parsed once for all tests of this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = {  # where each top-level package is
    "specfold_generator": ROOT / "generator",
    "specfold": ROOT / "runtime",
    "generated": ROOT,
    "handwritten": ROOT,
    "__main__": ROOT,
}


@dataclass(frozen=True)
class Source:
    """One module."""

    name: str  # dotted
    file: Path

    @property
    def where(self) -> str:
        """Its path from the root of the project."""
        return self.file.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.file.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> list[tuple[str, int]]:
        """The modules and names that it imports when it runs, with their lines."""
        unchecked = {
            id(node)
            for branch in ast.walk(self.tree)
            if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
            for node in ast.walk(branch)
        }
        found = []
        for node in ast.walk(self.tree):
            if id(node) in unchecked:
                continue
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.append((node.module, node.lineno))
                found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
        return found


@cache
def sources(package: str) -> tuple[Source, ...]:
    """The modules of a top-level package."""
    place = PLACES[package]
    top = place / f"{package}.py" if (place / f"{package}.py").is_file() else place / package
    files = [top] if top.is_file() else sorted(top.rglob("*.py"))
    names = (".".join(file.relative_to(place).with_suffix("").parts) for file in files)
    return tuple(
        Source(name.removesuffix(".__init__"), file) for name, file in zip(names, files, strict=True)
    )


def every_source() -> Iterator[Source]:
    """The modules of all packages."""
    for package in PLACES:
        yield from sources(package)
