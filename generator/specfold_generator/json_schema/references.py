"""The references in a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specfold_generator.json_schema.keywords import REFERENCE, VALUES


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


def keys_in(schema: object) -> set[str]:
    """The keys of the definitions that a schema refers to directly."""
    if isinstance(schema, dict):
        inner = set().union(*map(keys_in, schema.values()), set())
        reference = str(schema.get("$ref", ""))
        return inner | {reference.removeprefix(REFERENCE)} if reference.startswith(REFERENCE) else inner
    if isinstance(schema, list | tuple):
        return set().union(*map(keys_in, schema), set())
    return set()
