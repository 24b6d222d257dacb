"""Defaults of a JSON Schema as Python expressions, where their type is certain."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv6Address
from typing import Any, TypeGuard
from uuid import UUID

from specfold_generator.classes.bundle import Bundle
from specfold_generator.classes.codegen_output import ReadClass
from specfold_generator.documents.schemas.example_checks import meets
from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.python.annotations import arguments, bare, names_in, union_parts
from specfold_generator.python.literals import WIDTH, literal
from specfold_generator.python.names import constant_name, unique

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "JsonValue": (str, int, float, bool),
}
INDENT = len("    ] = ")  # before a default
_MOMENT = re.compile(
    r"(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)  # a date-time or a time of RFC 3339 that Python holds whole
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_ADDRESS = re.compile(r"[0-9a-f.:]+", re.ASCII)
# Types that texts of one form are read as: the form, and what Python reads it with.
_READ: Mapping[str, tuple[re.Pattern[str], str, Callable[[str], object]]] = {
    "AwareDatetime": (_MOMENT, "dt.datetime.fromisoformat", datetime.fromisoformat),
    "dt.date": (_DAY, "dt.date.fromisoformat", date.fromisoformat),
    "dt.time": (_MOMENT, "dt.time.fromisoformat", time.fromisoformat),
    "UUID": (_UUID, "UUID", UUID),
    "IPv4Address": (_ADDRESS, "IPv4Address", IPv4Address),
    "IPv6Address": (_ADDRESS, "IPv6Address", IPv6Address),
}


class Defaults:
    """Expressions for values of the types of a service. `settled` gives the final form of a type."""

    def __init__(
        self, classes: Mapping[str, ReadClass], settled: Callable[[ast.expr], ast.expr], bundle: Bundle
    ) -> None:
        self._classes = classes
        self._settled = settled
        self._bundle = bundle

    def of(self, node: ast.expr, value: Any, owner: str) -> str | None:
        """The Python expression of a default of a member of `owner`; None where none fits the type."""
        if value is None:
            return None
        parts = union_parts(bare(node))
        made = [self._named(part.id, value, owner) for part in parts if self._is_class(part)]
        if len(made) > 1 and isinstance(value, dict):  # which of them is meant, the class decides
            made = []
        plain = (self._plain(part, value, owner) for part in parts if not self._is_class(part))
        return next((found for found in (*made, *plain) if found is not None), None)

    def _is_class(self, part: ast.expr) -> TypeGuard[ast.Name]:
        return isinstance(part, ast.Name) and part.id in self._classes

    def _named(self, name: str, value: Any, owner: str) -> str | None:
        read = self._classes[name]
        if read.kind == "enum":
            wanted = [v for v in read.values if type(v) is type(value) and v == value]
            return _member_of(name, member_names(read)[wanted[0]], wanted[0]) if wanted else None
        if read.kind == "root":
            return self.of(self._settled(read.fields[0].type), value, owner)
        made = self._object(name, value, owner)
        return made and _each_time(made)

    def _object(self, name: str, value: Any, owner: str) -> str | None:
        """An object of a class, read as one that is sent."""
        if not isinstance(value, dict) or name not in self._bundle.schemas:
            return None
        reached = self._bundle.reachable([name])
        if owner in reached:  # it would hold a default of its own, and so on without end
            return None
        definitions = {key: self._bundle.schemas[key] for key in reached}
        if not meets({"$ref": REFERENCE + name, "$defs": definitions}, value):
            return None
        return f"{name}.from_wire({literal(value)})"

    def _plain(self, part: ast.expr, value: Any, owner: str) -> str | None:
        text = ast.unparse(part)
        if text.startswith("Literal[") and isinstance(part, ast.Subscript):
            return literal(value) if repr(value) in {ast.unparse(v) for v in arguments(part)} else None
        if (
            isinstance(part, ast.Subscript)
            and text.startswith(("list[", "dict["))
            and isinstance(value, list | dict)
        ):
            if not value and isinstance(value, list) == text.startswith("list["):
                return f"Field(default_factory={text[:4]})"
            made = self._nested(part, value, owner)
            return made and _each_time(made)
        return _scalar(text, value)

    def _nested(self, part: ast.expr, value: Any, owner: str) -> str | None:
        """A list or mapping, or what one holds, as a new one each time."""
        if self._is_class(part):
            return self._object(part.id, value, owner)
        if not isinstance(part, ast.Subscript):
            # For other types a type checker would infer a narrower list than declared.
            text = ast.unparse(part)
            return _scalar(text, value) if text in _READ or text in ("bool", "float", "int", "str") else None
        text = ast.unparse(part)
        inner = bare(arguments(part)[-1])
        if isinstance(value, list) and text.startswith("list["):
            items = [self._nested(inner, item, owner) for item in value]
            return f"[{', '.join(map(str, items))}]" if None not in items else None
        if isinstance(value, dict) and text.startswith("dict[str, "):
            made = {key: self._nested(inner, item, owner) for key, item in value.items()}
            pairs = ", ".join(f"{literal(key)}: {item}" for key, item in made.items())
            return f"{{{pairs}}}" if None not in made.values() else None
        return None


def names_of(default: str) -> set[str]:
    """The names that the expression of a default uses; of its values none."""
    return names_in(ast.parse(default, mode="eval").body)


def _each_time(made: str) -> str:
    return f"Field(default_factory=lambda: {made})"


def _scalar(text: str, value: Any) -> str | None:
    """A value of a type that has no parts."""
    if text in _READ and isinstance(value, str):
        form, written, read = _READ[text]
        if not form.fullmatch(value):
            return None
        try:
            read(value)
        except ValueError:
            return None
        return f"{written}({literal(value)})"
    if text == "Decimal" and type(value) in (int, float):
        return f"Decimal({literal(str(value))})"
    if type(value) in _PLAIN.get(text, ()):
        return literal(float(value) if text == "float" else value)
    return None


def _member_of(enum: str, member: str, value: object) -> str:
    """A member by its name; by its value where both names together fill a line, which could not break."""
    named = f"{enum}.{member}"
    return named if len(named) < WIDTH - INDENT else f"{enum}({literal(value)})"


def member_names(read: ReadClass) -> dict[str | int, str]:
    """The member name of every value of an enum."""
    texts = unique([str(value) for value in read.values], constant_name)
    return {value: texts[str(value)] for value in read.values}
