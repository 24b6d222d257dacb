"""Defaults of a JSON Schema as Python expressions, where their type is certain."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from generator.engine_output import ReadClass
from generator.expressions import arguments, bare, union_parts
from generator.names import constant_name, unique
from generator.quoting import WIDTH, literal

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "JsonValue": (str, int, float, bool),
}
INDENT = len("    ] = ")  # before a default


class Defaults:
    """Expressions for values of the types of a service. `settled` gives the final form of a type."""

    def __init__(self, classes: Mapping[str, ReadClass], settled: Callable[[ast.expr], ast.expr]) -> None:
        self._classes = classes
        self._settled = settled

    def of(self, node: ast.expr, value: Any) -> str | None:
        """The Python expression of a default, or None where there is none that fits the type."""
        if value is None:
            return None
        for part in union_parts(bare(node)):
            if isinstance(part, ast.Name) and part.id in self._classes:
                found = self._named(part.id, value)
            else:
                found = _plain_default(part, value)
            if found is not None:
                return found
        return None

    def _named(self, name: str, value: Any) -> str | None:
        read = self._classes[name]
        if read.kind == "enum":
            wanted = [v for v in read.values if type(v) is type(value) and v == value]
            return _member_of(name, member_names(read)[wanted[0]], wanted[0]) if wanted else None
        return self.of(self._settled(read.fields[0].type), value) if read.kind == "root" else None


def _member_of(enum: str, member: str, value: object) -> str:
    """A member by its name; by its value where both names together fill a line, which could not break."""
    named = f"{enum}.{member}"
    return named if len(named) < WIDTH - INDENT else f"{enum}({literal(value)})"


def member_names(read: ReadClass) -> dict[str | int, str]:
    """The member name of every value of an enum."""
    texts = unique([str(value) for value in read.values], constant_name)
    return {value: texts[str(value)] for value in read.values}


def _plain_default(part: ast.expr, value: Any) -> str | None:
    text = ast.unparse(part)
    if type(value) in _PLAIN.get(text, ()):
        return literal(float(value) if text == "float" else value)
    if text.startswith("Literal[") and isinstance(part, ast.Subscript):
        return literal(value) if repr(value) in {ast.unparse(v) for v in arguments(part)} else None
    if (
        isinstance(part, ast.Subscript)
        and text.startswith(("list[", "dict["))
        and isinstance(value, list | dict)
    ):
        if not value and isinstance(value, list) == text.startswith("list["):
            return f"Field(default_factory={text[:4]})"
        made = _nested_default(part, value)
        return made and f"Field(default_factory=lambda: {made})"
    return None


def _nested_default(part: ast.expr, value: Any) -> str | None:
    """A list or mapping of plain values, as a new one each time."""
    text = ast.unparse(part)
    if text in ("bool", "float", "int", "str"):
        return _plain_default(part, value)
    if not isinstance(part, ast.Subscript):  # a type checker would infer a narrower list than declared
        return None
    inner = arguments(part)[-1]
    if isinstance(value, list) and text.startswith("list["):
        items = [_nested_default(bare(inner), item) for item in value]
        return f"[{', '.join(map(str, items))}]" if None not in items else None
    if isinstance(value, dict) and text.startswith("dict[str, "):
        made = {key: _nested_default(bare(inner), item) for key, item in value.items()}
        return (
            f"{{{', '.join(f'{literal(k)}: {v}' for k, v in made.items())}}}"
            if None not in made.values()
            else None
        )
    return None
