"""Examples of media types and parameters, in every way in which OpenAPI writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import ir
from generator.reading import View


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
    for name, view in holder.views("examples").items():
        for member in ("value", "dataValue"):
            found = view.find(member)
            if found is not None:
                yield ir.Example(name=name, value=found.value, origin=found.span)
                break


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
