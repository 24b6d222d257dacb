"""Objects seen as one list of members, whatever mixture of `$ref` and `allOf` they were written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specfold_generator.json_schema import keywords
from specfold_generator.json_schema.keywords import Schema

Json = dict[str, Any]
Lookup = Callable[[str], Schema]

MOST_PARTS = 500  # of one object
MOST_LEVELS = 50  # of schemas that are built on one another
_PLAIN = frozenset(("type", "properties", "required", *keywords.ANNOTATIONS))


def open_schema(schema: Schema, lookup: Lookup) -> Schema:
    """The schema with its outer references undone: one object where it is an object, else as it stands."""
    flat = _Opener(lookup).flat(schema)
    if flat is not None:
        return flat
    seen: set[str] = set()
    while isinstance(schema, Mapping) and "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        notes = {key: value for key, value in schema.items() if key != "$ref"}
        target = lookup(schema["$ref"])
        if not isinstance(target, Mapping):
            return target if not notes else {**notes, **({"not": {}} if target is False else {})}
        schema = {**target, **notes}
    return schema


def is_plain_object(schema: Schema) -> bool:
    """Whether an open schema says nothing but which members there are; closed or not to others."""
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        return False
    further = schema.get("additionalProperties", True)
    return isinstance(further, bool) and schema.keys() <= _PLAIN | {"additionalProperties"}


def members_of(schema: Schema, lookup: Lookup) -> dict[str, Schema]:
    """Every member that an object may have, by its wire name, in any branch of a choice."""
    found: dict[str, Schema] = {}
    seen: set[str] = set()
    queue = [schema]
    while queue:
        here = queue.pop(0)
        if not isinstance(here, Mapping):
            continue
        for name, member in here.get("properties", {}).items():
            found.setdefault(name, member)
        reference = here.get("$ref")
        if reference is not None and reference not in seen:
            seen.add(reference)
            queue.append(lookup(reference))
        for key in ("allOf", "anyOf", "oneOf"):
            queue.extend(here.get(key, ()))
    return found


def values_of(keyword: str, schema: Schema, lookup: Lookup) -> Iterator[Any]:
    """What a schema, and all that applies to the same value, say by a keyword."""
    seen: set[str] = set()
    queue = [schema]
    while queue:
        here = queue.pop(0)
        if not isinstance(here, Mapping):
            continue
        if keyword in here:
            yield here[keyword]
        reference = here.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            queue.append(lookup(reference))
        for key in ("allOf", "anyOf", "oneOf"):
            queue.extend(here.get(key, ()))


class _Opener:
    """Joins the parts of one object; gives up where they are too many."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._left = MOST_PARTS

    def flat(self, schema: Schema, seen: frozenset[str] = frozenset()) -> Json | None:
        """One object with the members of all parts; None where that would say something else."""
        if not isinstance(schema, Mapping) or self._left <= 0:
            return None
        self._left -= 1
        here = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        parts = list(schema.get("allOf", ()))
        if "$ref" in schema:
            parts.insert(0, {"$ref": schema["$ref"]})
        if not parts:
            return here if here.get("type") == "object" or "properties" in here else None
        flats = [self._part(part, seen) for part in parts]
        known = [flat for flat in flats if flat is not None]
        return _joined(here, known) if len(known) == len(flats) else None

    def _part(self, part: Schema, seen: frozenset[str]) -> Json | None:
        if not isinstance(part, Mapping) or part.keys() != {"$ref"}:
            return self.flat(part, seen)
        reference = part["$ref"]
        if reference in seen or len(seen) >= MOST_LEVELS:
            return None
        return self.flat(self._lookup(reference), seen | {reference})


def _joined(here: Json, flats: list[Json]) -> Json | None:
    notes = {key: value for key, value in here.items() if key in keywords.ANNOTATIONS}
    if len(flats) == 1 and len(notes) == len(here):
        return {**flats[0], **notes}
    parts = [*flats, here]
    if not all(part.keys() <= _PLAIN and part.get("type", "object") == "object" for part in parts):
        return None
    properties: Json = {}
    for part in parts:
        for name, member in part.get("properties", {}).items():
            properties[name] = joined_member(properties[name], member) if name in properties else member
    required = dict.fromkeys(name for part in parts for name in part.get("required", ()))
    out: Json = {**notes, "type": "object", "properties": properties}
    return {**out, "required": list(required)} if required else out


def joined_member(one: Schema, other: Schema) -> Schema:
    """A member that two parts speak of: both hold."""
    if one == other or other is True:
        return one
    if one is True:
        return other
    return {"allOf": [one, other]}
