"""Defaults of schemas that a member refers to: the member has them where it says none itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specfold_generator.classes.clean import Json
from specfold_generator.json_schema.keywords import REFERENCE

_ABSENT = object()
_NOTES = frozenset(
    ("title", "description", "default", "deprecated", "readOnly", "writeOnly", "x-personal-data", "examples")
)


def inherit_defaults(schema: Any, schemas: Mapping[str, Json]) -> None:
    """Give every member below a clean schema the default of what it refers to; the nearest one counts.

    Annotations of a referenced schema apply to the value (JSON Schema 2020-12 Core, 7.7).
    """
    if isinstance(schema, list):
        for part in schema:
            inherit_defaults(part, schemas)
    if not isinstance(schema, dict):
        return
    for member in schema.get("properties", {}).values():
        if isinstance(member, dict) and "default" not in member:
            found = _default(member, schemas, frozenset())
            if found is not _ABSENT:
                member["default"] = found
        inherit_defaults(member, schemas)
    for keyword in ("allOf", "anyOf", "oneOf", "items", "prefixItems", "additionalProperties"):
        inherit_defaults(schema.get(keyword), schemas)


def _default(schema: Json, schemas: Mapping[str, Json], seen: frozenset[str]) -> Any:
    if "default" in schema:
        return schema["default"]
    target = str(schema.get("$ref", "")).removeprefix(REFERENCE)
    if target in schemas and target not in seen:
        found = _default(schemas[target], schemas, seen | {target})
        if found is not _ABSENT:
            return found
    parts = schema.get("allOf", [])
    # A further part may refuse the default of another one, so it counts only beside mere annotations.
    limiting = [part for part in parts if part.keys() - _NOTES]
    return _default(limiting[0], schemas, seen) if len(limiting) == 1 else _ABSENT
