"""What stands in a Python module: names, functions, imports and cases, read from its syntax tree."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Function:
    """A function at the top level; line and column are those of its name."""

    node: FunctionNode

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    @property
    def line(self) -> int:
        """The line of its name, from 1."""
        return self.node.lineno

    @property
    def column(self) -> int:
        """The column of its name, from 1."""
        keywords = "async def " if isinstance(self.node, ast.AsyncFunctionDef) else "def "
        return self.node.col_offset + len(keywords) + 1

    @property
    def handler(self) -> bool:
        """Whether it is of the form of a handler: public, with positional-only parameters."""
        return bool(self.node.args.posonlyargs) and not self.name.startswith("_")


def functions(tree: ast.Module) -> dict[str, Function]:
    """The functions at the top level, by name."""
    return {node.name: Function(node) for node in tree.body if isinstance(node, FunctionNode)}


def defined(tree: ast.Module) -> set[str]:
    """What a module defines at its top level, imports and assignments too."""
    return {name for node in tree.body for name in _bound(node)}


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, FunctionNode | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (part.asname or part.name for part in node.names)
    else:
        yield from (
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        )


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """A node, and the statements and cases inside it, the outer ones first. Expressions hold none."""
    queue = deque([tree])
    while queue:
        node = queue.popleft()
        yield node
        for held in ("body", "handlers", "orelse", "finalbody", "cases"):
            inner = getattr(node, held, None)
            if isinstance(inner, list):  # of a lambda it is an expression
                queue.extend(inner)


def imported(tree: ast.Module, package: str) -> Iterator[ast.ImportFrom]:
    """Every `from package.… import …`."""
    for node in _statements(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and f"{node.module}.".startswith(f"{package}.")
        ):
            yield node


def aliases(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Local names of what is imported from modules: the module, and the name it has there."""
    return {
        part.asname or part.name: (node.module or "", part.name)
        for node in _statements(tree)
        if isinstance(node, ast.ImportFrom)
        for part in node.names
    }


def cases_of(tree: ast.AST) -> dict[str, ast.match_case]:
    """The cases of every `match`, by the classes they name; `events.Placed()` counts as `Placed`."""
    return {
        ast.unparse(pattern.cls).rpartition(".")[2]: case
        for case in _statements(tree)
        if isinstance(case, ast.match_case)
        for pattern in ast.walk(case.pattern)
        if isinstance(pattern, ast.MatchClass)
    }


def takes_the_rest(tree: ast.AST) -> bool:
    """Whether a `match` has a last case for everything else that is no `assert_never`."""
    return any(
        isinstance(case, ast.match_case)
        and isinstance(case.pattern, ast.MatchAs)
        and case.pattern.pattern is None
        and "assert_never" not in ast.unparse(case)
        for case in _statements(tree)
    )


def stub_line(function: FunctionNode) -> ast.Raise | None:
    """Where a function says that it is not written yet."""
    for node in _statements(function):
        if isinstance(node, ast.Raise) and ast.unparse(node).startswith("raise NotImplementedError"):
            return node
    return None
