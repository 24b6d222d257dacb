"""Walks over the model: every shape of a node, and the references of its shapes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.json_schema.references import references_in
from specfold_generator.model import ir

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_LEAVES = frozenset(
    {str, int, bool, type(None), Location, dict}
)  # most of what a node holds, and none holds a shape
_FIELDS: dict[type, tuple[str, ...]] = {}  # by the kind of node
N = TypeVar("N", bound="DataclassInstance")


def map_shapes(node: N, change: Callable[[ir.Shape], ir.Shape]) -> N:
    """A copy of a node with every shape changed, each once however often it is used; maps are left alone."""
    done: dict[int, tuple[ir.Shape, ir.Shape]] = {}  # by id; the first of the two keeps the id in use

    def changed(value: Any) -> Any:
        if isinstance(value, ir.Shape):
            if id(value) not in done:
                done[id(value)] = (value, change(value))
            return done[id(value)][1]
        if isinstance(value, tuple):
            items = tuple(map(changed, value))
            return value if all(map(is_, items, value)) else items
        new = {}
        for name in _fields(value):
            old = getattr(value, name)
            if old.__class__ in _LEAVES:
                continue
            if (made := changed(old)) is not old:
                new[name] = made
        return dataclasses.replace(value, **new) if new else value

    result: N = changed(node)
    return result


def _fields(value: Any) -> tuple[str, ...]:
    """The fields of a node; none of anything else."""
    kind = type(value)
    if kind not in _FIELDS:
        _FIELDS[kind] = (
            tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
        )
    return _FIELDS[kind]


def references_of(node: Any, schemas: Mapping[str, ir.Schema]) -> set[str]:
    """The references that the shapes of a node need, and those that these need in turn."""
    found: set[str] = set()
    queue: list[Any] = [node]
    while queue:
        here = queue.pop()
        if isinstance(here, ir.Shape):
            fresh = set(references_in(here.schema)) - found
            while fresh:
                found |= fresh
                fresh = {inner for uri in fresh for inner in references_in(schemas[uri])} - found
        elif isinstance(here, tuple):
            queue.extend(here)
        else:
            queue += [
                held for name in _fields(here) if (held := getattr(here, name)).__class__ not in _LEAVES
            ]
    return found
