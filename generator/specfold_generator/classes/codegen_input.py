"""The bundle as datamodel-code-generator is shown it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.classes.bundle import Bundle
from specfold_generator.classes.clean import Json
from specfold_generator.python.names import attribute_name, unique

_KEPT = frozenset({
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "discriminator", "enum",
    "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maxProperties",
    "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "oneOf", "pattern",
    "prefixItems", "properties", "required", "type",
})  # fmt: skip


# Ends the name of every class that is asked for. The engine numbers the classes it makes up: the first part
# of `Line` would be `Line1`, which may be the name of another definition; `LineQqz1` never is.
MARK = "Qqz"


def field_names(bundle: Bundle) -> dict[str, str]:
    """Field name for the engine -> wire name. The engine sees no member name of the spec."""
    found = {wire for schema in bundle.schemas.values() for wire in _member_names(schema)}
    return {f"p_{name}": wire for wire, name in unique(found, attribute_name).items()}


def _member_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _member_names(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from schema.get("required", ())
        if "discriminator" in schema:
            yield schema["discriminator"]["propertyName"]
        for key, part in schema.items():
            if key == "properties":
                yield from _member_names(list(part.values()))
            elif key not in ("enum", "const", "default", "discriminator", "required"):
                yield from _member_names(part)


def engine_schemas(bundle: Bundle, wires: Mapping[str, str]) -> dict[str, Json]:
    """The bundle's definitions, without a word of the spec but constants, enum values and patterns."""
    fields = {wire: name for name, wire in wires.items()}
    return {f"{name}{MARK}": _for_engine(schema, fields) for name, schema in bundle.schemas.items()}


def _for_engine(schema: Any, fields: Mapping[str, str]) -> Any:
    if isinstance(schema, list):
        return [_for_engine(part, fields) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out: Json = {}
    for key in sorted(_KEPT & schema.keys()):
        value = schema[key]
        if key == "properties":
            out[key] = {fields[wire]: _for_engine(member, fields) for wire, member in value.items()}
        elif key == "required":
            out[key] = [fields[wire] for wire in value]
        elif key == "discriminator":
            mapping = {tag: f"{target}{MARK}" for tag, target in value.get("mapping", {}).items()}
            out[key] = {"propertyName": fields[value["propertyName"]], "mapping": mapping}
        elif key == "$ref":
            out[key] = f"{value}{MARK}"
        else:
            out[key] = value if key in ("enum", "const") else _for_engine(value, fields)
    return out
