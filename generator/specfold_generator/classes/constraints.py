"""Which constraints a type can carry: a bound on a type that has no such bound would stop every message."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from specfold_generator.python.annotations import annotated, is_none, union, union_parts

_SIZES = frozenset({"min_length", "max_length"})
_BOUNDS = frozenset({"ge", "gt", "le", "lt", "multiple_of"})
_CARRIED: Mapping[str, frozenset[str]] = {
    "str": _SIZES | {"pattern"},
    "list": _SIZES,
    "dict": _SIZES,
    "set": _SIZES,
    "int": _BOUNDS,
    "float": _BOUNDS,
    "Decimal": _BOUNDS,
}


def fit(
    type_: ast.expr, constraints: Mapping[str, ast.expr], aliases: Mapping[str, ast.expr]
) -> tuple[ast.expr, dict[str, ast.expr]]:
    """The type and the constraints around it: those of one alternative alone move into that alternative.

    `aliases` are the types that names stand for; a constraint that nothing can carry is left out.
    """
    limits = {name: value for name, value in constraints.items() if name != "discriminator"}
    tag = {name: value for name, value in constraints.items() if name == "discriminator"}
    parts = union_parts(type_)
    filled = [part for part in parts if not is_none(part)]
    carried = [{n: v for n, v in limits.items() if n in _carries(part, aliases)} for part in filled]
    if all(kept.keys() == limits.keys() for kept in carried):
        return type_, {**tag, **limits}
    spread = iter([annotated(part, kept) for part, kept in zip(filled, carried, strict=True)])
    return union([part if is_none(part) else next(spread) for part in parts]), tag


def _carries(part: ast.expr, aliases: Mapping[str, ast.expr]) -> frozenset[str]:
    while isinstance(part, ast.Name) and part.id in aliases:
        inner, aliases = aliases[part.id], {name: type_ for name, type_ in aliases.items() if name != part.id}
        kinds = [
            _carries(alternative, aliases) for alternative in union_parts(inner) if not is_none(alternative)
        ]
        return frozenset.intersection(*kinds) if kinds else frozenset()
    if isinstance(part, ast.Subscript) and getattr(part.value, "id", "") == "Annotated":
        inner = part.slice.elts[0] if isinstance(part.slice, ast.Tuple) else part.slice
        return _carries(inner, aliases)
    name = getattr(part.value if isinstance(part, ast.Subscript) else part, "id", "")
    return _CARRIED.get(name, frozenset())
