"""Branches of a choice, each held to the tags that a discriminator gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specfold_generator.json_schema.flatten import members_of
from specfold_generator.json_schema.keywords import REFERENCE, Schema

Json = dict[str, Any]
Lookup = Callable[[str], Schema]

# In a discriminator that generation makes itself: the last alternative is for values without these tags.
OTHERWISE = "x-otherwise"


def told_apart(schema: Json, lookup: Lookup, names: Mapping[str, str]) -> Json:
    """A choice with a discriminator, with every branch held to its own tags.

    As it was where a branch is no reference, need not have the tag, or has tags of its own that contradict
    the mapping. `names`: how the files call the definitions; a branch goes by its name where nothing maps it.
    """
    found = schema.get("discriminator")
    word = next((word for word in ("oneOf", "anyOf") if word in schema), None)
    if word is None or not isinstance(found, Mapping) or not isinstance(found.get("propertyName"), str):
        return schema
    tag, mapping = found["propertyName"], found.get("mapping", {})
    if OTHERWISE in found:
        named = {"properties": {tag: {"enum": found[OTHERWISE]}}, "required": [tag]}
        whole = {key: value for key, value in schema.items() if key != "discriminator"}
        return {**whole, word: [*schema[word][:-1], {"allOf": [schema[word][-1], {"not": named}]}]}
    branches = [part for part in schema[word] if part != {"type": "null"}]
    nothing = [part for part in schema[word] if part == {"type": "null"}]
    held = [_held(part, tag, mapping, lookup, names) for part in branches]
    if (
        not held
        or None in held
        or len({t for part in held if part for t in part[1]}) < sum(len(part[1]) for part in held if part)
    ):
        return schema
    return {**schema, word: [*(_bound(part[0], tag, part[1]) for part in held if part), *nothing]}


def _held(
    branch: Any, tag: str, mapping: Mapping[str, Any], lookup: Lookup, names: Mapping[str, str]
) -> tuple[Json, list[str]] | None:
    """A branch and its tags; None: they are not certain."""
    if not isinstance(branch, dict) or not isinstance(branch.get("$ref"), str):
        return None
    target = lookup(branch["$ref"])
    member = members_of(target, lookup).get(tag)
    if member is None or tag not in _demanded(target, lookup):
        return None
    told = [value for value, place in mapping.items() if place == branch["$ref"]]
    key = branch["$ref"].removeprefix(REFERENCE)
    tags = told or [names.get(key, key)]
    own = _values(member, lookup)
    if own is not None:
        if told and sorted(told) != sorted(map(str, own)):
            return None
        tags = [value for value in own if isinstance(value, str)]
        return (branch, tags) if len(tags) == len(own) else None
    return branch, tags


def _values(member: Schema, lookup: Lookup) -> list[Any] | None:
    """The values that a tag may have by its own schema; None: any."""
    seen: set[str] = set()
    while isinstance(member, Mapping):
        if "const" in member:
            return [member["const"]]
        if isinstance(member.get("enum"), list):
            return list(member["enum"])
        reference = member.get("$ref")
        if not isinstance(reference, str) or reference in seen:
            return None
        seen.add(reference)
        member = lookup(reference)
    return None


def _demanded(schema: Schema, lookup: Lookup) -> set[str]:
    """The members that every value of a schema must have."""
    found: set[str] = set()
    seen: set[str] = set()
    queue = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, Mapping):
            found.update(here.get("required", ()))
            queue.extend(here.get("allOf", ()))
            reference = here.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                queue.append(lookup(reference))
    return found


def _bound(branch: Json, tag: str, tags: list[str]) -> Json:
    only = {"const": tags[0]} if len(tags) == 1 else {"enum": tags}
    return {"allOf": [branch, {"properties": {tag: only}}]}
