"""`allOf` as inheritance, where a type checker agrees; elsewhere the members are copied."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

from specfold_generator.classes.codegen_output import ReadClass, ReadField
from specfold_generator.python.annotations import union_parts
from specfold_generator.python.names import unique_class

_JSON = frozenset({"str", "int", "float", "bool", "None"})


def settle_inheritance(classes: Mapping[str, ReadClass]) -> dict[str, ReadClass]:
    """The classes, each with bases only if no member of one contradicts the class or another base."""
    settled: dict[str, ReadClass] = {}

    def settle(name: str) -> ReadClass:
        if name not in settled:
            read = classes[name]
            bases = [settle(base) for base in read.bases if base in classes]
            if any(base.kind != "model" for base in bases):  # no value is both, and no class can be
                bases = [base for base in bases if base.kind == "model"]
                read = replace(read, bases=[base.name for base in bases])
            settled[name] = _copied(read, bases, settled) if _contradicts(read, bases, settled) else read
        return settled[name]

    return {name: settle(name) for name in classes}


def settle_roots(classes: Mapping[str, ReadClass], asked: Iterable[str]) -> dict[str, ReadClass]:
    """A message cannot be an enum: it holds one, which takes a name of its own."""
    settled = dict(classes)
    for name in asked:
        read = settled[name]
        if read.kind == "enum":
            held = unique_class(f"{name}Value", name, settled)
            settled[held] = replace(read, name=held)
            settled[name] = ReadClass(
                name, "root", fields=[ReadField("root", ast.Name(held), {}, required=True)]
            )
    return settled


def _contradicts(read: ReadClass, bases: list[ReadClass], classes: Mapping[str, ReadClass]) -> bool:
    own = {field.name: field for field in read.fields}
    known: dict[str, ReadField] = {}
    for base in bases:
        for name, field in members_of(base, classes).items():
            narrower = own.get(name) or known.get(name)
            if narrower and not _narrows(narrower.type, field.type, classes):
                return True
            known.setdefault(name, field)
    return False


def _copied(read: ReadClass, bases: list[ReadClass], classes: Mapping[str, ReadClass]) -> ReadClass:
    fields: dict[str, ReadField] = {}
    for base in reversed(bases):
        fields.update(members_of(base, classes))
    fields.update((field.name, field) for field in read.fields)
    extra = next((part.extra for part in [read, *bases] if part.extra is not None), None)
    return replace(read, bases=[], fields=list(fields.values()), extra=extra)


def members_of(read: ReadClass, classes: Mapping[str, ReadClass]) -> dict[str, ReadField]:
    """The members of a class by the engine's name, inherited ones first."""
    found: dict[str, ReadField] = {}
    for base in reversed(read.bases):
        if base in classes:
            found.update(members_of(classes[base], classes))
    found.update((field.name, field) for field in read.fields)
    return found


def _narrows(narrow: ast.expr, wide: ast.expr, classes: Mapping[str, ReadClass]) -> bool:
    """Whether every value of the one type is plainly one of the other; a doubt counts as no."""
    allowed = {ast.unparse(part) for part in union_parts(wide)}
    return all(_fits(part, allowed, classes) for part in union_parts(narrow))


def _fits(part: ast.expr, allowed: set[str], classes: Mapping[str, ReadClass]) -> bool:
    text = ast.unparse(part)
    if text in allowed or (text in _JSON and "JsonValue" in allowed):
        return True
    if isinstance(part, ast.Subscript) and getattr(part.value, "id", "") == "Literal":
        values = part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
        kinds = {type(ast.literal_eval(value)).__name__ for value in values}
        return kinds <= allowed or "JsonValue" in allowed
    read = classes.get(text)
    return read is not None and any(
        base in allowed or _fits(ast.Name(base), allowed, classes) for base in read.bases
    )
