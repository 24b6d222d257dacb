"""Discriminators that no document names: a required member with another constant in every branch.

A union without one is read by trying its branches in turn. Where branches hold the union again, each level
multiplies the tries, and a request of 400 bytes keeps a service busy for a minute. With a tag one branch is
read, and what the union allows stays the same: no other branch allows a value with this constant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.classes.clean import Json
from specfold_generator.json_schema.keywords import REFERENCE

_NULL = {"type": "null"}


def derive_discriminators(schemas: Mapping[str, Json]) -> None:
    """Give every union whose branches are told apart by constants a discriminator."""
    for schema in schemas.values():
        for union in _unions(schema):
            keyword = "oneOf" if "oneOf" in union else "anyOf"
            branches = [part for part in union[keyword] if part != _NULL]
            found = _tag(branches, schemas)
            if found is not None:
                wire, mapping = found
                union["discriminator"] = {"propertyName": wire, "mapping": mapping}


def _unions(schema: object) -> Iterator[Json]:
    """Schemas with branches and no discriminator, from the outside in."""
    queue = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, dict):
            if len(here.keys() & {"oneOf", "anyOf"}) == 1 and "discriminator" not in here:
                yield here
            for keyword, part in here.items():
                if keyword == "properties":
                    queue.extend(part.values())
                elif keyword not in ("discriminator", "enum", "const", "default"):
                    queue.append(part)


def _tag(branches: list[Any], schemas: Mapping[str, Json]) -> tuple[str, dict[str, str]] | None:
    """The member that tells branches apart, with the class of each of its constants."""
    if len(branches) < 2 or any(part.keys() != {"$ref"} for part in branches):
        return None
    names = [part["$ref"].removeprefix(REFERENCE) for part in branches]
    constants = [_constants(name, schemas) for name in names]
    for wire in constants[0]:
        mapping = {
            own[wire]: REFERENCE + name for own, name in zip(constants, names, strict=True) if wire in own
        }
        if len(mapping) == len(names):
            return wire, mapping
    return None


def _constants(name: str, schemas: Mapping[str, Json]) -> dict[str, str]:
    """The required members of an object that are one text each; none of what may be something else."""
    found: dict[str, str] = {}
    required: set[str] = set()
    hidden: set[str] = set()
    seen: set[str] = set()
    queue: list[Json] = [{"$ref": REFERENCE + name}]
    while queue:
        part = queue.pop(0)
        if part.keys() & {"oneOf", "anyOf"}:
            return {}
        required.update(part.get("required", ()))
        for wire, member in part.get("properties", {}).items():
            text = _text(member, schemas)
            if text is not None and found.setdefault(wire, text) != text:
                return {}
            if member.get("readOnly") or member.get("writeOnly"):  # only required on one side
                hidden.add(wire)
        queue.extend(part.get("allOf", ()))
        target = part.get("$ref", "").removeprefix(REFERENCE)
        if target and target not in seen:
            seen.add(target)
            queue.append(schemas.get(target, {}))
    return {wire: text for wire, text in found.items() if wire in required - hidden}


def _text(member: Json, schemas: Mapping[str, Json]) -> str | None:
    """The one text that a member may be."""
    seen: set[str] = set()
    while "$ref" in member and member["$ref"] not in seen:
        seen.add(member["$ref"])
        member = schemas.get(member["$ref"].removeprefix(REFERENCE), {})
    values = [member["const"]] if "const" in member else member.get("enum", ())
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None
