"""The imports of one generated module, and the local name of everything imported."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping

from specfold_generator.python.code import Code, name
from specfold_generator.python.literals import WIDTH
from specfold_generator.python.names import class_name


class Imports:
    """Collects what a module imports. A class of a spec whose name is taken here is imported under another.

    `local` are names the module itself defines or uses; `fixed` what its template names, by module. The
    formatter sorts the statements and drops those that nothing uses.
    """

    def __init__(
        self, *, local: Iterable[str] = (), fixed: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._local: dict[tuple[str, str], str] = {}
        self._taken = {*local, *dir(builtins)}  # a module called `str` would hide the type
        for module, names in (fixed or {}).items():
            for imported in names:
                self._bind(module, imported, imported)

    def use(self, module: str, imported: str, local: str = "") -> Code:
        """The local name of `imported`, which is its own unless another is wished for or it is taken.

        No line can break inside of a module's name, nor between a name and the one it is given: where those
        fill a line, the module itself is imported.
        """
        if (module, imported) not in self._local:
            free = self._free(module, local or imported)
            renamed = "" if free == imported else f" as {free}"
            if max(len(f"from {module} import ("), len(f"    {imported}{renamed},")) > WIDTH:
                package, _, last = module.rpartition(".")
                return name(f"{self.use(package, last)}.{imported}")
            self._bind(module, imported, free)
        return name(self._local[module, imported])

    def merge(self, statements: Iterable[str]) -> None:
        """Import what these statements of generated text import, under the names they give."""
        for statement in statements:
            for node in ast.parse(statement).body:
                self._merge(node)

    @property
    def lines(self) -> tuple[Code, ...]:
        """The statements, one for each name."""
        return tuple(_statement(*key, local) for key, local in sorted(self._local.items()))

    def _bind(self, module: str, imported: str, local: str) -> None:
        self._local[module, imported] = local
        self._taken.add(local)

    def _free(self, module: str, imported: str) -> str:
        if imported not in self._taken:
            return imported
        package = module.rpartition(".")[0].rpartition(".")[2]
        local = class_name(package) + imported if imported[:1].isupper() else f"{package}_{imported}"
        while local in self._taken:
            local += "_"
        return local

    def _merge(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Import):
            for part in node.names:
                self._bind(part.name, "", part.asname or part.name)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module != "__future__":
            for part in node.names:
                self._bind(node.module, part.name, part.asname or part.name)


def _statement(module: str, imported: str, local: str) -> Code:
    if not imported:
        return Code(f"import {name(module)}" + ("" if local == module else f" as {name(local)}"))
    renamed = "" if local == imported else f" as {name(local)}"
    return Code(f"from {name(module)} import {name(imported)}{renamed}")
