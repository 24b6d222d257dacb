"""Discriminators: kept where every branch can be told by its tag, else the branches are tried in turn.

OpenAPI also puts a discriminator on a base schema without alternatives of its own: who refers to the base
means any of its subtypes. Such a base gets a union beside it, `Any<Base>`, so that no member is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.classes.clean import Json
from specfold_generator.json_schema.keywords import REFERENCE


def subtype_unions(defs: Mapping[str, Any]) -> dict[str, Json]:
    """For every base with a discriminator, by key: the union of its subtypes."""
    children: dict[str, list[str]] = {}
    for key in sorted(defs):
        for base in _bases(defs[key]):
            children.setdefault(base, []).append(key)
    unions: dict[str, Json] = {}
    for key in sorted(children):
        schema = defs.get(key)
        if isinstance(schema, Mapping) and "discriminator" in schema and _lists_only(schema, children[key]):
            unions[key] = _union(key, schema, children[key], defs)
    return unions


def without_subtypes(schema: Mapping[str, Any]) -> Json:
    """A base without the list of its own subtypes: they refer to it."""
    return {
        keyword: part
        for keyword, part in schema.items()
        if keyword not in ("oneOf", "anyOf", "discriminator")
    }


def _lists_only(schema: Mapping[str, Any], children: list[str]) -> bool:
    branches = [branch for keyword in ("oneOf", "anyOf") for branch in schema.get(keyword) or ()]
    return all(
        isinstance(b, Mapping) and b.get("$ref") in [REFERENCE + child for child in children]
        for b in branches
    )


def _bases(schema: object) -> Iterator[str]:
    parts = schema.get("allOf") if isinstance(schema, Mapping) else None
    for part in parts if isinstance(parts, list) else ():
        reference = part.get("$ref") if isinstance(part, Mapping) else None
        if isinstance(reference, str) and reference.startswith(REFERENCE):
            yield reference.removeprefix(REFERENCE)


def _union(key: str, schema: Mapping[str, Any], children: list[str], defs: Mapping[str, Any]) -> Json:
    discriminator = schema["discriminator"]
    mapping = tag_mapping(discriminator, defs)
    mapped = list(dict.fromkeys(mapping.values()))
    union: Json = {"oneOf": [{"$ref": REFERENCE + name} for name in mapped or [*children, key]]}
    if mapped:
        union["discriminator"] = {
            "propertyName": discriminator["propertyName"],
            "mapping": {tag: REFERENCE + name for tag, name in mapping.items()},
        }
    return union


def tag_mapping(discriminator: object, defs: Mapping[str, Any]) -> dict[str, str]:
    """Tag -> key of a definition, for every target there is; it may be a reference or a plain name."""
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    if not isinstance(mapping, Mapping) or not isinstance(discriminator, Mapping):
        return {}
    if not isinstance(discriminator.get("propertyName"), str):
        return {}
    found: dict[str, str] = {}
    for tag, target in mapping.items():
        if isinstance(tag, str) and isinstance(target, str):
            plain = target.removeprefix(REFERENCE)
            named = plain if plain in defs else target.rpartition("/")[2]
            if named in defs:
                found[tag] = named
    return found


def settle_discriminators(schemas: Mapping[str, Json], members: Mapping[str, Mapping[str, Json]]) -> None:
    """Drop every discriminator that does not tell its branches apart. `members`: the required, by class."""
    for schema in schemas.values():
        for union in _discriminated(schema):
            if not _tells(union, members):
                del union["discriminator"]
            elif len(_branches(union)) == 1:
                _hold(schemas, union)


def _hold(schemas: Mapping[str, Json], union: Json) -> None:
    """Give the class of a lone branch its tag: a union of one is no union, and would lose it."""
    wire, mapping = union["discriminator"]["propertyName"], union.pop("discriminator")["mapping"]
    branch = schemas[_branches(union)[0]["$ref"].removeprefix(REFERENCE)]
    if mapping:
        member = (
            {"const": next(iter(mapping))} if len(mapping) == 1 else {"type": "string", "enum": [*mapping]}
        )
        part = {"type": "object", "properties": {wire: member}}
        if "allOf" in branch:
            branch["allOf"].append(part)
        else:
            branch.setdefault("properties", {})[wire] = member


def _branches(union: Json) -> list[Json]:
    alternatives: list[Json] = union["oneOf"] if "oneOf" in union else union.get("anyOf", [])
    return [part for part in alternatives if part != {"type": "null"}]


def _discriminated(schema: object) -> Iterator[Json]:
    if isinstance(schema, list):
        for part in schema:
            yield from _discriminated(part)
    elif isinstance(schema, dict):
        if isinstance(schema.get("discriminator"), dict) and "propertyName" in schema["discriminator"]:
            yield schema
        for keyword, part in schema.items():
            if keyword == "properties":
                yield from _discriminated(list(part.values()))
            elif keyword not in ("discriminator", "enum", "const", "default"):
                yield from _discriminated(part)


def _tells(union: Json, members: Mapping[str, Mapping[str, Json]]) -> bool:
    wire = union["discriminator"]["propertyName"]
    mapping: Mapping[str, str] = union["discriminator"].get("mapping", {})
    branches = _branches(union)
    names = [part["$ref"].removeprefix(REFERENCE) for part in branches if "$ref" in part]
    seen: list[Any] = []
    for name in names:
        member = members.get(name, {}).get(wire)
        if member is None:
            return False
        mapped = [tag for tag, target in mapping.items() if target == REFERENCE + name]
        fixed = [member["const"]] if "const" in member else list(member.get("enum", mapped))
        if not fixed or (mapped and sorted(mapped) != sorted(map(str, fixed))):
            return False
        seen += fixed
    known = {tag: target for tag, target in mapping.items() if target.removeprefix(REFERENCE) in names}
    union["discriminator"]["mapping"] = known
    apart = len({*seen}) == len(seen) and all(isinstance(tag, str) for tag in seen)
    return apart and len(names) == len(branches) > 0
