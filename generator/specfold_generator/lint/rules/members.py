"""Questions to the members of a shape. Schemas are not modelled: what cannot be told is left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.model import ir
from specfold_generator.model.key_types import DEEPEST, kind_of


def members(shape: ir.Shape) -> Mapping[str, ir.Schema]:
    """The members of an object, by wire name; none where the shape cannot be written as one object."""
    found: Mapping[str, ir.Schema] = (
        {} if isinstance(shape.schema, bool) else shape.schema.get("properties", {})
    )
    return found


def is_given(shape: ir.Shape, name: str) -> bool:
    """Whether every value has the member, or the shape does not tell its members."""
    return not members(shape) or name in shape.required


def branches(service: ir.Service, schema: ir.Schema, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The schemas that have a say about a value: itself, what it refers to, and its alternatives."""
    if isinstance(schema, bool) or depth > DEEPEST:
        return
    reference = str(schema.get("$ref", ""))
    target = (
        service.definitions.get(reference.removeprefix(REFERENCE))
        if reference.startswith(REFERENCE)
        else None
    )
    if target is not None:
        yield from branches(service, target.schema, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, ()):
            yield from branches(service, part, depth + 1)
    yield schema


def kinds(service: ir.Service, schema: ir.Schema) -> frozenset[str]:
    """The JSON types a value may have, as far as the schema names them; none: it does not say."""
    return kind_of(service, schema).json_types


def formats(service: ir.Service, schema: ir.Schema) -> frozenset[str]:
    """The formats a value may have."""
    return frozenset(str(b["format"]) for b in branches(service, schema) if "format" in b)


def chosen(service: ir.Service, schema: ir.Schema) -> bool:
    """Whether a value is one of a few that the schema lists."""
    return any("enum" in branch or "const" in branch for branch in branches(service, schema))
