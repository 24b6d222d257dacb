"""Examples of media types and parameters, in every way in which OpenAPI writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View

_MEMBERS = frozenset(
    ("$ref", "dataValue", "description", "externalValue", "serializedValue", "summary", "value")
)


def examples_of(holder: View) -> tuple[ir.Example, ...]:
    """`example` and `examples` of an object that has them; examples kept elsewhere are not fetched."""
    return tuple(_examples(holder))


def _examples(holder: View) -> Iterator[ir.Example]:
    single = holder.find("example")
    if single is not None:
        yield ir.Example(name="example", value=single.value, origin=single.span)
    at = holder.find("examples")
    if at is None:
        return
    if isinstance(at.value, list):  # as JSON Schema writes them
        for number, value in enumerate(at.value, start=1):
            yield ir.Example(name=f"example {number}", value=value, origin=at.child(number - 1).span)
        return
    named = holder.view("examples")
    for name in named.names() if named is not None else ():
        place = named.find(name) if named is not None else None
        example = _named(holder.reader, place, name) if place is not None else None
        if example is not None:
            yield example


def _named(reader: Reader, at: DocumentNode, name: str) -> ir.Example | None:
    """One of `examples`; a value that stands there without `value:` is meant as it is."""
    if not isinstance(at.value, dict) or (at.value and not _MEMBERS & at.value.keys()):
        if name.startswith("x-"):
            return None
        reader.passed_over(at, "an object with a `value`", "it is read as the value itself")
        return ir.Example(name=name, value=at.value, origin=at.span)
    view = reader.view(at)
    found = (view.find("value") or view.find("dataValue")) if view is not None else None
    return ir.Example(name=name, value=found.value, origin=found.span) if found is not None else None


def sample(shape: ir.Shape, schema: ir.Schema) -> tuple[bool, Any]:
    """One value for a parameter: an example, else what its schema settles by itself."""
    if shape.examples:
        return True, shape.examples[0].value
    if isinstance(schema, dict):
        for key in ("default", "const"):
            if key in schema:
                return True, schema[key]
        if schema.get("enum"):
            return True, schema["enum"][0]
    return False, None
