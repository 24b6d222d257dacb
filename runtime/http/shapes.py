"""What the schema of a request says of its members, and text made into what it wants.

A text that cannot become what is wanted stays a text; the schema check then says so, with its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Schema = Mapping[str, Any]

_INTEGER: Final = re.compile(r"-?(0|[1-9]\d{0,39})")  # bounded: int() of a long text costs its square
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,39})(\.\d{1,40})?([eE][+-]?\d{1,3})?")
_NAMES: Final = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


class Shapes:
    """The members of one self-contained schema, references followed."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self.whole = self._spread([document])

    def member(self, name: str, of: Sequence[Schema] | None = None) -> list[Schema]:
        """The schemas that a member may be of: in the request, or in one of its objects."""
        owners = self.whole if of is None else of
        named = [schema["properties"][name] for schema in owners if name in (schema.get("properties") or {})]
        return self._spread(named or [schema.get("additionalProperties") for schema in owners])

    def items(self, of: Sequence[Schema]) -> list[Schema]:
        """The schemas that an item of an array may be of."""
        return self._spread([schema.get("items") for schema in of])

    def properties(self, of: Sequence[Schema]) -> list[str]:
        """The names of the members of an object."""
        return [name for schema in of for name in schema.get("properties") or {}]

    def _spread(self, schemas: Iterable[Any], depth: int = 0) -> list[Schema]:
        """Schemas, and all that they refer to or compose."""
        found: list[Schema] = []
        for schema in schemas:
            if isinstance(schema, Mapping) and depth < 20:
                parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
                ref = schema.get("$ref")
                found += [schema, *self._spread([*parts, self._at(ref) if ref else None], depth + 1)]
        return found

    def _at(self, ref: str) -> Any:
        place: Any = self._document
        for token in ref.removeprefix("#").split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            place = place.get(name) if isinstance(place, Mapping) else None
        return place


def types(schemas: Iterable[Schema]) -> set[str]:
    """The JSON types that schemas name, or show by their values."""
    found: set[str] = set()
    for schema in schemas:
        named = schema.get("type", ())
        values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
        found.update([named] if isinstance(named, str) else named)
        found.update(_NAMES.get(type(value), "null") for value in values)
        found.update({"object"} if "properties" in schema else ())
    return found


def scalar(text: str, schemas: Sequence[Schema]) -> Any:
    """A text as the number, truth value, null or text that is wanted."""
    wanted = types(schemas)
    if wanted & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in wanted and _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    if "boolean" in wanted and text in ("true", "false"):
        return text == "true"
    return None if text == "" and "null" in wanted and "string" not in wanted else text
