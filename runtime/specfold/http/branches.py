"""The branches of a schema, and whether a value is valid by one: what a text may be read as.

A branch is a list of schemas that apply together: one choice of every `anyOf` and `oneOf`, with all that
`allOf` and `$ref` add. Schemas are known by identity: they are parts of one document that does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from typing import Any, Final

import jsonschema_rs

from specfold.model.shared.json_pointer import unescaped

Schema = Mapping[str, Any]
Branch = Sequence[Schema]

MOST: Final = 64  # branches of one schema that are tried
DEEPEST: Final = 20  # references and compositions that are followed
_OBJECTS: Final = frozenset(
    ("properties", "patternProperties", "additionalProperties", "propertyNames", "required")
)
_ARRAYS: Final = frozenset(("items", "prefixItems", "contains"))
_NAMES: Final = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


class Branches:
    """The branches of the schemas of one self-contained document."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._found: dict[tuple[int, ...], list[Branch]] = {}
        self._validators: dict[int, jsonschema_rs.Draft202012Validator | None] = {}
        self._patterns: dict[str, jsonschema_rs.Draft202012Validator | None] = {}

    def of(self, schemas: Sequence[Any]) -> list[Branch]:
        """The branches of schemas that apply together; at most `MOST`."""
        key = tuple(map(id, schemas))
        if key not in self._found:
            self._found[key] = _combined(self._branches(schema, 0) for schema in schemas)
        return self._found[key]

    @property
    def whole(self) -> list[Any]:
        """The schema of the whole document."""
        return [self._document]

    def named(self, name: str) -> list[Any]:
        """The schemas of a member of the whole."""
        return next((self.member(branch, name) for branch in self.of(self.whole)), [])

    def declared(self, schemas: Sequence[Any]) -> set[str]:
        """The names of the members that any branch declares."""
        return {
            name for branch in self.of(schemas) for part in branch for name in part.get("properties") or ()
        }

    def types(self, schemas: Sequence[Any]) -> set[str]:
        """The JSON types that any branch names; empty where they may be of any."""
        return set().union(*map(types, self.of(schemas)))

    def fits(self, value: object, schemas: Iterable[Any]) -> bool:
        """Whether a value is valid by all of the schemas."""
        return all(self._is_valid(value, schema) for schema in schemas)

    def member(self, branch: Branch, name: str) -> list[Any]:
        """The schemas of a member of an object."""
        found: list[Any] = []
        for schema in branch:
            named = [schema["properties"][name]] if name in (schema.get("properties") or {}) else []
            patterns = schema.get("patternProperties") or {}
            named += [inner for pattern, inner in patterns.items() if self.matches(pattern, name)]
            found += named or [schema[word] for word in ("additionalProperties",) if word in schema]
        loose = [schema["unevaluatedProperties"] for schema in branch if "unevaluatedProperties" in schema]
        return found or loose

    def item(self, branch: Branch, index: int) -> list[Any]:
        """The schemas of an item of an array."""
        found: list[Any] = []
        for schema in branch:
            first = schema.get("prefixItems") or ()
            if index < len(first):
                found.append(first[index])
            elif "items" in schema:
                found.append(schema["items"])
        return found or [schema["unevaluatedItems"] for schema in branch if "unevaluatedItems" in schema]

    def takes(self, branch: Branch, name: str) -> bool:
        """Whether an object has a member of this name: a declared one, or any where the object is a map."""
        declared = [schema for schema in branch if name in (schema.get("properties") or {})]
        if declared:
            return True
        return is_map(branch) and all(inner is not False for inner in self.member(branch, name))

    def matches(self, pattern: str, name: str) -> bool:
        """Whether a name meets a pattern of `patternProperties`."""
        if pattern not in self._patterns:
            self._patterns[pattern] = _compiled({"pattern": pattern})
        validator = self._patterns[pattern]
        return validator is None or validator.is_valid(name)

    def _is_valid(self, value: object, schema: Any) -> bool:
        if not isinstance(schema, Mapping):
            return schema is not False
        if id(schema) not in self._validators:
            whole = {"$defs": self._document.get("$defs", {}), **schema}
            self._validators[id(schema)] = _compiled(whole)
        validator = self._validators[id(schema)]
        return validator is None or validator.is_valid(value)

    def _branches(self, schema: Any, depth: int) -> list[Branch]:
        if schema is False:
            return []
        if not isinstance(schema, Mapping) or depth > DEEPEST:
            return [[]]
        parts: list[list[Branch]] = [[[schema]]]
        if isinstance(schema.get("$ref"), str):
            parts.append(self._branches(self._at(schema["$ref"]), depth + 1))
        parts += [self._branches(part, depth + 1) for part in schema.get("allOf") or ()]
        for word in ("anyOf", "oneOf"):
            if schema.get(word):
                parts.append([b for part in schema[word] for b in self._branches(part, depth + 1)][:MOST])
        return _combined(parts)

    def _at(self, ref: str) -> Any:
        place: Any = self._document
        for token in ref.removeprefix("#").split("/")[1:]:
            name = unescaped(token)
            place = place.get(name) if isinstance(place, Mapping) else None
        return place


def types(branch: Iterable[Schema]) -> set[str]:
    """The JSON types that the schemas of a branch name, or show by their values and keywords."""
    found: set[str] = set()
    for schema in branch:
        named = schema.get("type", ())
        values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
        own = {named} if isinstance(named, str) else set(named)
        own |= {_NAMES.get(type(value), "null") for value in values}
        if not own:
            own |= {"object"} if schema.keys() & _OBJECTS else set()
            own |= {"array"} if schema.keys() & _ARRAYS else set()
        found |= own
    return found


def is_map(branch: Iterable[Schema]) -> bool:
    """Whether an object may have members of any name.

    An object that declares members and says nothing of others is none: in a query the others are other
    parameters, or nobody's.
    """
    names = [schema for schema in branch if schema.keys() & _OBJECTS]
    further = [
        schema[word]
        for schema in branch
        for word in ("additionalProperties", "unevaluatedProperties")
        if word in schema
    ]
    if any(schema.get("patternProperties") for schema in names):
        return True
    if any(part is False for part in further):
        return False
    return bool(further) or not any(schema.get("properties") for schema in names)


def _combined(parts: Iterable[Sequence[Branch]]) -> list[Branch]:
    """One branch of each part together; at most `MOST` of them."""
    found: list[Branch] = [[]]
    for part in parts:
        found = list(islice(([*one, *other] for one, other in product(found, part)), MOST))
    return found


def _compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator | None:
    """None: no validator reads it; then the check of the whole request decides."""
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return None
