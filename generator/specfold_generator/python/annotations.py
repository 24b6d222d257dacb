"""Type annotations as syntax trees: the few shapes that generated classes use."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy


def arguments(node: ast.Subscript) -> list[ast.expr]:
    """What stands between the brackets."""
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def subscript(name: str, inner: ast.expr) -> ast.Subscript:
    """`name[inner]`."""
    return ast.Subscript(ast.Name(name), inner)


def annotated(inner: ast.expr, constraints: Mapping[str, ast.expr]) -> ast.expr:
    """`Annotated[inner, Field(...)]`, or inner alone."""
    if not constraints:
        return inner
    note = ast.Call(ast.Name("Field"), [], [ast.keyword(name, value) for name, value in constraints.items()])
    return subscript("Annotated", ast.Tuple([inner, note]))


def union_parts(node: ast.expr) -> list[ast.expr]:
    """The members of `A | B | C`, or the one expression."""
    if isinstance(node, ast.BinOp):
        return union_parts(node.left) + union_parts(node.right)
    return [node]


def union(parts: list[ast.expr]) -> ast.expr:
    """`A | B | C`; JsonValue holds all other JSON types and stands alone, literals stand together."""
    if any(getattr(part, "id", "") == "JsonValue" for part in parts):
        return ast.Name("JsonValue")
    literals = [
        part
        for part in parts
        if isinstance(part, ast.Subscript) and getattr(part.value, "id", "") == "Literal"
    ]
    if len(literals) > 1:
        values = [value for part in literals for value in arguments(part)]
        parts = [subscript("Literal", ast.Tuple(values)), *(part for part in parts if part not in literals)]
    joined = parts[0]
    for part in parts[1:]:
        joined = ast.BinOp(joined, ast.BitOr(), part)
    return joined


def names_in(node: ast.expr) -> set[str]:
    """The names that an expression uses."""
    found: set[str] = set()
    queue: list[ast.AST] = [node]
    while queue:  # by kind: what `ast.walk` looks for in every node is known of these
        match queue.pop():
            case ast.Name(id=name):
                found.add(name)
            case ast.Subscript(value=value, slice=inner):
                queue += (value, inner)
            case ast.BinOp(left=left, right=right):
                queue += (left, right)
            case ast.Tuple(elts=parts):
                queue += parts
            case ast.Constant():
                pass
            case other:
                queue += ast.iter_child_nodes(other)
    return found


def is_none(node: ast.expr) -> bool:
    """Whether an expression is `None`."""
    return isinstance(node, ast.Constant) and node.value is None


def bare(node: ast.expr) -> ast.expr:
    """A type without its constraints."""
    return _Bare().visit(deepcopy(node)) if "Annotated" in names_in(node) else node


class _Bare(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if getattr(node.value, "id", "") == "Annotated":
            inner: ast.expr = self.visit(arguments(node)[0])
            return inner
        return subscript(str(getattr(node.value, "id", "")), self.visit(node.slice))
