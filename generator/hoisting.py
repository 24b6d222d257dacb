"""Inline objects and enums -> definitions of their own, named after the place they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from generator.classes import ClassRequest
from generator.names import class_name, unique
from generator.schemas import DEFS, Cleaner, Json, escaped

_NOTES = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "writeOnly", "x-personal-data"}
)


class Hoister:
    """Takes definitions and requests one by one; holds what became of them in `schemas` and `pointers`."""

    def __init__(self, *, names: Mapping[str, str], used: set[str], cleaner: Cleaner) -> None:
        self._names = names
        self._used = used
        self._cleaner = cleaner
        self.schemas: dict[str, Json] = {}
        self.pointers: dict[str, str] = {}

    def define(self, name: str, family: str, schema: object, pointer: str) -> None:
        """Take a definition; what is hoisted out of it is named after `family`."""
        self.pointers[name] = pointer
        self.schemas[name] = self._flatten(self._cleaner.clean(schema, pointer), family, pointer)

    def root(self, request: ClassRequest) -> None:
        """Take a request; a plain reference is replaced by a copy of what it refers to."""
        self.define(request.name, request.name, request.schema, request.pointer)
        schema, seen = self.schemas[request.name], {request.name}
        while "$ref" in schema and not (schema.keys() - _NOTES - {"$ref"}):
            target = schema["$ref"].removeprefix(DEFS)
            if target in seen:
                schema = {}
                break
            seen.add(target)
            schema = self.schemas.get(target, {})
        self.schemas[request.name] = deepcopy(schema)

    def _flatten(self, schema: Json, owner: str, pointer: str) -> Json:
        """Rewrite references to class names and hoist what stands inside; the schema itself stays."""
        out = dict(schema)
        if "$ref" in out:
            key = out["$ref"].removeprefix(DEFS)
            if key in self._names:
                out["$ref"] = DEFS + self._names[key]
            else:
                del out["$ref"]
        self._flatten_members(out, owner, pointer)
        self._flatten_items(out, owner, pointer)
        self._flatten_branches(out, owner, pointer)
        return self._choose(out, owner, pointer)

    def _flatten_members(self, out: Json, owner: str, pointer: str) -> None:
        if "properties" in out:
            out["properties"] = {
                wire: self._hoist(member, owner + class_name(wire), f"{pointer}/properties/{escaped(wire)}")
                for wire, member in out["properties"].items()
            }
        if isinstance(out.get("additionalProperties"), dict):
            inner = out["additionalProperties"]
            out["additionalProperties"] = self._hoist(
                inner, f"{owner}Value", f"{pointer}/additionalProperties"
            )

    def _flatten_items(self, out: Json, owner: str, pointer: str) -> None:
        if isinstance(out.get("items"), dict):
            out["items"] = self._hoist(out["items"], singular(owner), f"{pointer}/items")
        if "prefixItems" in out:
            out["prefixItems"] = [
                self._hoist(item, f"{owner}Item{i + 1}", f"{pointer}/prefixItems/{i}")
                for i, item in enumerate(out["prefixItems"])
            ]

    def _flatten_branches(self, out: Json, owner: str, pointer: str) -> None:
        _fold_conditions(out)
        if "allOf" in out:
            parts = [self._flatten(p, owner, f"{pointer}/allOf/{i}") for i, p in enumerate(out["allOf"])]
            lone = len(parts) == 1 and not (out.keys() - _NOTES - {"allOf"})
            if lone:
                del out["allOf"]
                out.update({**parts[0], **out})
            else:
                out["allOf"] = parts
        for keyword in ("anyOf", "oneOf"):
            if keyword in out:
                out[keyword] = [
                    self._hoist(part, owner + _label(part, i), f"{pointer}/{keyword}/{i}")
                    for i, part in enumerate(out[keyword])
                ]
        if "discriminator" in out:
            self._discriminate(out)

    def _discriminate(self, out: Json) -> None:
        mapping = out["discriminator"].get("mapping", {})
        known = {
            value: DEFS + self._names[target.removeprefix(DEFS)]
            for value, target in mapping.items()
            if target.removeprefix(DEFS) in self._names
        }
        out["discriminator"] = {"propertyName": out["discriminator"]["propertyName"], "mapping": known}

    def _hoist(self, schema: Json, wanted: str, pointer: str) -> Json:
        out = self._flatten(schema, wanted, pointer)
        if not (out.get("properties") or _composed(out) or "enum" in out):
            return out
        name = unique([pointer], lambda _: class_name(wanted), self._used)[pointer]
        self._used.add(name)
        kept = {key: out[key] for key in _NOTES - {"title"} if key in out}
        self.schemas[name] = {
            key: value for key, value in out.items() if key not in _NOTES - {"title", "description"}
        }
        self.pointers[name] = pointer
        nullable = isinstance(out.get("type"), list) and "null" in out["type"]
        if nullable:
            self.schemas[name]["type"] = [t for t in out["type"] if t != "null"]
            return {**kept, "anyOf": [{"$ref": DEFS + name}, {"type": "null"}]}
        return {**kept, "$ref": DEFS + name}

    def _choose(self, out: Json, owner: str, pointer: str) -> Json:
        """Spell an enum so that its class, or its literal, is certain."""
        if "enum" not in out:
            return out
        values = _allowed(out.pop("enum"), out.get("type"))
        notes = {key: out[key] for key in _NOTES if key in out}
        plain = [value for value in values if value is not None]
        if not plain:
            return {**notes, "type": "null"} if values else out
        chosen = _spelled(plain)
        if len(plain) == len(values):
            return {**notes, **chosen}
        name = f"{owner}Value" if owner in self._used else owner
        return {**notes, "anyOf": [self._hoist(chosen, name, pointer), {"type": "null"}]}


def _allowed(values: list[Any], types: str | list[str] | None) -> list[Any]:
    kinds = {"string": str, "integer": int, "number": int, "boolean": bool, "null": type(None)}
    allowed = [kinds[t] for t in ([types] if isinstance(types, str) else types or kinds) if t in kinds]
    return [value for value in values if type(value) in allowed]


def _spelled(values: list[Any]) -> Json:
    kinds = {type(value) for value in values}
    if len(values) == 1:
        return {"const": values[0]}
    if kinds == {bool}:
        return {"type": "boolean"}
    if len(kinds) == 1:
        return {"type": "string" if kinds == {str} else "integer", "enum": values}
    return {"anyOf": [{"const": value} for value in values]}


def _composed(schema: Json) -> bool:
    return "allOf" in schema and any("properties" in part or "$ref" in part for part in schema["allOf"])


def _label(branch: Json, index: int) -> str:
    """What tells a branch of a union: its title, else the constant that marks it, else its place."""
    if isinstance(branch.get("title"), str) and class_name(branch["title"]) != "Model":
        return class_name(branch["title"])
    for member in branch.get("properties", {}).values():
        values = member.get("enum", ())
        if len(values) == 1 and isinstance(values[0], str):
            return class_name(values[0])
    return f"Option{index + 1}"


def _fold_conditions(schema: Json) -> None:
    """Give a class with members the members of its inline alternatives too, as optional ones.

    Which combinations are allowed is left to the JSON Schema: a union of near-copies would help nobody.
    """
    if "properties" not in schema:
        return
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword, ())
        if not branches or any("$ref" in branch or "allOf" in branch for branch in branches):
            continue
        del schema[keyword]
        schema.pop("discriminator", None)
        properties = dict(schema["properties"])
        for branch in branches:
            for wire, member in branch.get("properties", {}).items():
                properties.setdefault(wire, member)
        schema["properties"] = properties


def singular(name: str) -> str:
    """The name of one item of a list: OrderLines -> OrderLine, Data -> DataItem."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    if name.endswith("s") and not name.endswith(("ss", "us", "is")):
        return name[:-1]
    return f"{name}Item"
