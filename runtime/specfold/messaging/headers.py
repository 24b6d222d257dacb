"""Headers of messages: texts on the way, values in classes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from specfold.model.json_text import decode


def text(value: Any) -> str:
    """A value as a header has it: a text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def written(told: Mapping[str, Any]) -> dict[str, str]:
    """Headers as a transport carries them."""
    return {name: text(value) for name, value in told.items()}


def read(given: Mapping[str, str], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The documented headers as their schema wants them; upper or lower case means nothing.

    What cannot become what is wanted stays a text: the schema then says so.
    """
    known = {name.lower(): name for name in schema.get("properties", {})}
    found = {known[name.lower()]: value for name, value in given.items() if name.lower() in known}
    return {name: _value(value, schema["properties"][name], schema) for name, value in found.items()}


def _value(given: str, member: Any, document: Mapping[str, Any]) -> Any:
    if "string" in _types(member, document, 0):
        return given
    try:
        return decode(given)
    except ValueError:
        return given


def _types(schema: Any, document: Mapping[str, Any], depth: int) -> set[str]:
    """The types that a schema names, or shows by its values; none means any."""
    if not isinstance(schema, Mapping) or depth > 20:
        return set()
    named = schema.get("type", ())
    found = {named} if isinstance(named, str) else set(named)
    values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    found |= {"string" for value in values if isinstance(value, str)}
    parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    reference = schema.get("$ref")
    if isinstance(reference, str):
        parts.append(document.get("$defs", {}).get(reference.removeprefix("#/$defs/")))
    return found.union(*(_types(part, document, depth + 1) for part in parts))
