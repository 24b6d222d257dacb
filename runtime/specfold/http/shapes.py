"""What a schema says of the members of a value, references followed and choices taken together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from specfold.model.shared.json_pointer import unescaped

Schema = Mapping[str, Any]


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
            name = unescaped(token)
            place = place.get(name) if isinstance(place, Mapping) else None
        return place
