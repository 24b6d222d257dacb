"""Members of a value that its schema does not name: often misspelled names, which an open schema allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.json_schema.keywords import REFERENCE

_SAME_VALUE = ("allOf", "anyOf", "oneOf")  # lists of schemas of the same value
_ALSO = ("if", "then", "else")
# A schema with one of these says itself what becomes of further members.
_DECIDES = frozenset(("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"))
_MOST = 10_000  # schemas that are looked at for one value; a larger one is reported as far as that goes

Pointer = tuple[str | int, ...]


def unnamed_members(schema: object, value: object, definitions: Mapping[str, Any]) -> Iterator[Pointer]:
    """The places of members that no schema of their object names, where no schema decides on further ones.

    Every branch counts, whether it is met or not: what a branch names is no misspelled name.
    """
    queue: list[tuple[Pointer, object, list[object]]] = [((), value, [schema])]
    left = _MOST
    while queue and left > 0:
        place, here, given = queue.pop()
        schemas = list(_applied(given, definitions))
        left -= max(1, len(schemas))
        if isinstance(here, dict):
            found = {name: _members(schemas, name) for name in here}
            if any(map(_names, schemas)) and not any(map(_decides, schemas)):
                yield from ((*place, name) for name, members in found.items() if not members)
            queue += (((*place, name), here[name], members) for name, members in found.items() if members)
        elif isinstance(here, list):
            queue += (((*place, index), item, _items(schemas, index)) for index, item in enumerate(here))


def _applied(schemas: list[object], definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """These schemas, and all that say something of the same value; each definition once."""
    seen: set[str] = set()
    queue = [*schemas]
    while queue:
        schema = queue.pop()
        if not isinstance(schema, Mapping):
            continue
        yield schema
        key = str(schema.get("$ref", "")).removeprefix(REFERENCE)
        if key in definitions and key not in seen:
            seen.add(key)
            queue.append(definitions[key])
        for keyword in _SAME_VALUE:
            queue += schema.get(keyword, ())
        queue += (schema[keyword] for keyword in _ALSO if keyword in schema)
        queue += schema.get("dependentSchemas", {}).values()


def _names(schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("properties"))


def _decides(schema: Mapping[str, Any]) -> bool:
    return bool(_DECIDES & schema.keys())


def _members(schemas: list[Mapping[str, Any]], name: str) -> list[object]:
    """What the schemas say of a member; a tag is named by its discriminator."""
    tagged: list[object] = [True for schema in schemas if _tag(schema) == name]
    return tagged + [schema["properties"][name] for schema in schemas if name in schema.get("properties", {})]


def _tag(schema: Mapping[str, Any]) -> object:
    discriminator = schema.get("discriminator")
    return discriminator.get("propertyName") if isinstance(discriminator, Mapping) else None


def _items(schemas: list[Mapping[str, Any]], index: int) -> list[object]:
    found: list[object] = []
    for schema in schemas:
        first = schema.get("prefixItems", [])
        found.append(first[index] if index < len(first) else schema.get("items", True))
    return found
