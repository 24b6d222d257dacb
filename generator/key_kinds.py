"""Types of key attributes, as DynamoDB has them."""

from __future__ import annotations

from collections.abc import Mapping

from generator import ir


def key_kind(service: ir.Service, shape: ir.Shape, member: str) -> str:
    """The DynamoDB type of a key member: whole numbers are N, everything else is text."""
    schema = shape.schema
    properties = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    return "N" if _whole(service, properties.get(member), 0) else "S"


def _whole(service: ir.Service, schema: object, depth: int) -> bool:
    if not isinstance(schema, Mapping) or depth > 20:
        return False
    reference = schema.get("$ref")
    if isinstance(reference, str):
        target = service.definitions.get(reference.removeprefix("#/$defs/"))
        return target is not None and _whole(service, target.schema, depth + 1)
    if "type" in schema:
        return bool(schema["type"] == "integer")
    values = schema.get("enum", [schema["const"]] if "const" in schema else ())
    return bool(values) and all(isinstance(value, int) and not isinstance(value, bool) for value in values)
