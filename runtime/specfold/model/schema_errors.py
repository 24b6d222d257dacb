"""A JSON Schema rewritten so that listing what is wrong with a value costs no more than judging it.

A validator that lists errors lists those of every branch of `oneOf` and `anyOf`, branches of branches
included: their number doubles with each level of a recursive schema. Here a choice is either made by its
tag, or reported as one error. What a schema allows is the same before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Json = dict[str, Any]
Lookup = Callable[[str], Any]  # "#/$defs/<key>" -> schema

_VALUES: Final = frozenset(("const", "enum", "default", "examples", "required", "type", "discriminator"))
_NAMED: Final = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_QUIET: Final = frozenset(("not", "if"))  # whether they hold is asked, never why not
_NULL: Final = {"type": "null"}
NO_BRANCH: Final[Json] = {"enum": []}  # nothing meets it; an empty `enum` stands in no other place


def shallow(schema: Json) -> Json:
    """The same schema, with every choice reported by its tag or as a whole."""
    definitions = schema.get("$defs", {})
    rewritten: Json = _part(schema, lambda place: definitions.get(place.removeprefix("#/$defs/"), True))
    return rewritten


def _part(schema: Any, lookup: Lookup) -> Any:
    if isinstance(schema, list):
        return [_part(one, lookup) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out: Json = {}
    choices: list[Json] = []
    for keyword, value in schema.items():
        if keyword in ("oneOf", "anyOf") and isinstance(value, list):
            choices.append(_choice(keyword, value, lookup))
        elif keyword in _VALUES | _QUIET or keyword.startswith("x-"):
            out[keyword] = value
        elif keyword in _NAMED and isinstance(value, dict):
            out[keyword] = {name: _part(one, lookup) for name, one in value.items()}
        else:
            out[keyword] = _part(value, lookup)
    return {**out, "allOf": [*out.get("allOf", ()), *choices]} if choices else out


def _choice(keyword: str, branches: list[Any], lookup: Lookup) -> Json:
    objects = [branch for branch in branches if branch != _NULL]
    if len(objects) == 1 and len(branches) == 2:
        chosen: Json = {"if": _NULL, "else": _part(objects[0], lookup)}
        return {**chosen, "then": {"not": objects[0]}} if keyword == "oneOf" else chosen
    found = tags(objects, lookup)
    if found is None or (keyword == "oneOf" and len(branches) - len(objects) > 1):
        # `if` passes on which members were looked at, so that `unevaluatedProperties` sees the same.
        return {"if": {keyword: branches}, "else": NO_BRANCH}
    name, values = found
    known = [value for own in values for value in own]
    parts = [
        {"if": {"properties": {name: {"enum": own}}, "required": [name]}, "then": _part(branch, lookup)}
        for branch, own in zip(objects, values, strict=True)
    ]
    whole: Json = {"required": [name], "properties": {name: {"enum": known}}, "allOf": parts}
    if len(objects) == len(branches):
        return {"type": "object", **whole}
    return {"if": _NULL, "else": {"type": "object", **whole}}


def tags(branches: list[Any], lookup: Lookup) -> tuple[str, list[list[str]]] | None:
    """The member that tells branches apart, and its texts in each of them; None: there is none.

    Each branch must be an object that requires the member, with constants that no other branch has.
    """
    if len(branches) < 2:
        return None
    fixed = [_constants(branch, lookup) for branch in branches]
    for name in fixed[0]:
        values = [own.get(name, []) for own in fixed]
        known = [value for own in values for value in own]
        if all(values) and len(set(known)) == len(known):
            return name, values
    return None


def _constants(branch: Any, lookup: Lookup) -> dict[str, list[str]]:
    """The texts that required members of an object may have; nothing if the branch takes other values."""
    found: dict[str, list[str]] = {}
    required: set[str] = set()
    is_object = False
    seen: set[str] = set()
    queue = [branch]
    while queue:
        here = queue.pop(0)
        if not isinstance(here, Mapping):
            continue
        is_object = is_object or here.get("type") == "object"
        required.update(here.get("required", ()))
        for name, member in here.get("properties", {}).items():
            if (own := _texts(member, lookup)) is not None:
                found[name] = [value for value in found.get(name, own) if value in own]
        queue.extend(here.get("allOf", ()))
        if isinstance(place := here.get("$ref"), str) and place not in seen:
            seen.add(place)
            queue.append(lookup(place))
    return {name: own for name, own in found.items() if name in required} if is_object else {}


def _texts(member: Any, lookup: Lookup) -> list[str] | None:
    """The values of a member, if they are a few texts."""
    seen: set[str] = set()
    while isinstance(member, Mapping):
        values = [member["const"]] if "const" in member else member.get("enum")
        if isinstance(values, list):
            return values if all(isinstance(value, str) for value in values) else None
        place = member.get("$ref")
        if not isinstance(place, str) or place in seen:
            return None
        seen.add(place)
        member = lookup(place)
    return None
