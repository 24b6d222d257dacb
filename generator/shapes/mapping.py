"""Walks over models and schemas: every shape of a node, every reference of a schema."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from generator import ir
from generator.shapes.keywords import VALUES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

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
            return tuple(changed(item) for item in value)
        return inside(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value

    def inside(inner: Any) -> Any:
        values = {field.name: getattr(inner, field.name) for field in dataclasses.fields(inner)}
        deep = {k: v for k, v in values.items() if isinstance(v, tuple) or dataclasses.is_dataclass(v)}
        return dataclasses.replace(inner, **{k: changed(v) for k, v in deep.items()}) if deep else inner

    result: N = inside(node)
    return result


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
        elif dataclasses.is_dataclass(here):
            queue.extend(getattr(here, field.name) for field in dataclasses.fields(here))
    return found


def references_in(schema: Any) -> Iterator[str]:
    """The references in a schema, those of its discriminators too."""
    queue: list[Any] = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, dict):
            for key, value in here.items():
                if key == "$ref" and isinstance(value, str):
                    yield value
                elif key == "discriminator" and isinstance(value, dict) and "propertyName" in value:
                    yield from (t for t in value.get("mapping", {}).values() if isinstance(t, str))
                elif key in ("properties", "patternProperties", "dependentSchemas"):
                    queue.extend(value.values())
                elif key not in VALUES:
                    queue.append(value)
