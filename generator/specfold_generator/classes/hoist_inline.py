"""Inline objects and enums -> definitions of their own, named after the place they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from specfold.model.shared.json_pointer import escaped

from specfold_generator.classes.clean import Cleaner, Json
from specfold_generator.classes.discriminators import tag_mapping
from specfold_generator.classes.requests import ClassRequest
from specfold_generator.classes.unions import (
    OBJECT,
    branch_name,
    fold_conditions,
    keep_others,
    lift,
    shared_keywords,
)
from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.python.names import class_name, unique_class

# Keywords that say something about a place stay there when the schema moves; its words move along.
_WORDS = frozenset({"title", "description"})
_NOTES = _WORDS | {"default", "deprecated", "readOnly", "writeOnly", "x-personal-data"}


class Hoister:
    """Takes definitions and requests one by one; holds what became of them in `schemas` and `pointers`."""

    def __init__(
        self, *, names: Mapping[str, str], unions: Mapping[str, str], used: set[str], cleaner: Cleaner
    ) -> None:
        self._names = names
        self._unions = unions
        self._used = used
        self._cleaner = cleaner
        self.schemas: dict[str, Json] = {}
        self.pointers: dict[str, str] = {}
        self.parted: dict[str, str] = {}  # name -> the shorter one that something else has

    def define(self, name: str, family: str, schema: object, pointer: str) -> None:
        """Take a definition; what is hoisted out of it is named after `family`."""
        self.pointers[name] = pointer
        self.schemas[name] = self._flatten(_unlisted(self._cleaner.clean(schema, pointer)), family, pointer)

    def root(self, request: ClassRequest) -> None:
        """Take a request; a plain reference is replaced by a copy of what it refers to."""
        name = request.name
        self.define(name, name, request.schema, request.pointer)
        schema = self._meant(self.schemas[name])
        seen = {name}
        while "$ref" in schema and not (schema.keys() - _NOTES - {"$ref"}):
            target = schema["$ref"].removeprefix(REFERENCE)
            found = {} if target in seen else self.schemas.get(target, {})
            if "enum" in found:  # an enum cannot be a message: the message holds one
                break
            seen.add(target)
            schema = found
        if "enum" in schema:
            schema = self._hoist(schema, f"{name}Value", request.pointer)
        self.schemas[name] = deepcopy(schema)

    def _meant(self, schema: Json) -> Json:
        """A reference to a base means any of its subtypes."""
        union = self._unions.get(schema.get("$ref", "").removeprefix(REFERENCE))
        return {**schema, "$ref": REFERENCE + union} if union else schema

    def _flatten(self, schema: Json, owner: str, pointer: str) -> Json:
        """Rewrite references to class names and hoist what stands inside; the schema itself stays."""
        out = _beside(schema)
        lift(out)
        fold_conditions(out)
        if "$ref" in out:
            key = out["$ref"].removeprefix(REFERENCE)
            if key in self._names:
                out["$ref"] = REFERENCE + self._names[key]
            else:
                del out["$ref"]
        self._flatten_members(out, owner, pointer)
        self._flatten_items(out, owner, pointer)
        self._flatten_branches(out, owner, pointer)
        return self._choose(out, owner, pointer)

    def _flatten_members(self, out: Json, owner: str, pointer: str) -> None:
        if "properties" in out:
            out["properties"] = {
                wire: self._place(member, owner + class_name(wire), f"{pointer}/properties/{escaped(wire)}")
                for wire, member in out["properties"].items()
            }
        if isinstance(out.get("additionalProperties"), dict):
            inner = out["additionalProperties"]
            out["additionalProperties"] = self._place(
                inner, f"{owner}Value", f"{pointer}/additionalProperties"
            )

    def _flatten_items(self, out: Json, owner: str, pointer: str) -> None:
        if isinstance(out.get("items"), dict):
            out["items"] = self._place(out["items"], singular(owner), f"{pointer}/items")
        if "prefixItems" in out:
            out["prefixItems"] = [
                self._place(item, f"{owner}Item{i + 1}", f"{pointer}/prefixItems/{i}")
                for i, item in enumerate(out["prefixItems"])
            ]

    def _flatten_branches(self, out: Json, owner: str, pointer: str) -> None:
        if "allOf" in out:
            parts = [self._flatten(p, owner, f"{pointer}/allOf/{i}") for i, p in enumerate(out["allOf"])]
            lone = len(parts) == 1 and not (out.keys() - _NOTES - {"allOf"})
            if lone:
                del out["allOf"]
                out.update({**parts[0], **out})
            else:
                out["allOf"] = parts
        shared = self._shared(out, owner, pointer)
        for keyword in ("anyOf", "oneOf"):
            if keyword in out:
                parts = out[keyword] if "type" in out else [*map(_unlisted, out[keyword])]
                parts = keep_others(parts) if keyword == "anyOf" and "discriminator" not in out else parts
                out[keyword] = [
                    self._branch(part, shared, owner + branch_name(part, i), f"{pointer}/{keyword}/{i}")
                    for i, part in enumerate(parts)
                ]
        if "discriminator" in out:
            self._discriminate(out)

    def _shared(self, out: Json, owner: str, pointer: str) -> list[Json]:
        """What stands beside alternatives, as parts of every one of them."""
        common = shared_keywords(out)
        parts: list[Json] = common.pop("allOf", [])
        return [*parts, self._keep(common, f"{owner}Base", pointer)] if common.get("properties") else parts

    def _branch(self, schema: Json, shared: list[Json], wanted: str, pointer: str) -> Json:
        if not shared:
            return self._hoist(schema, wanted, pointer)
        return self._keep({"allOf": [*shared, self._flatten(schema, wanted, pointer)]}, wanted, pointer)

    def _discriminate(self, out: Json) -> None:
        known = {
            tag: REFERENCE + self._names[key]
            for tag, key in tag_mapping(out["discriminator"], self._names).items()
        }
        out["discriminator"] = {"propertyName": out["discriminator"]["propertyName"], "mapping": known}

    def _hoist(self, schema: Json, wanted: str, pointer: str) -> Json:
        """A schema in its place: itself, or a reference to the definition it became."""
        return self._keep(self._flatten(schema, wanted, pointer), wanted, pointer)

    def _keep(self, out: Json, wanted: str, pointer: str) -> Json:
        """A flat schema, or a reference to the definition it becomes."""
        if not (out.get("properties") or _composed(out) or "enum" in out):
            return out
        name = unique_class(wanted, pointer, self._used)
        if name != (plain := class_name(wanted)):
            self.parted[name] = plain
        self._used.add(name)
        kept = {key: out[key] for key in _NOTES - _WORDS if key in out}
        self.schemas[name] = {key: value for key, value in out.items() if key not in kept}
        self.pointers[name] = pointer
        return {**kept, "$ref": REFERENCE + name}

    def _place(self, schema: Json, wanted: str, pointer: str) -> Json:
        """A schema where a value stands: a member, an item."""
        return self._meant(self._hoist(_unlisted(schema), wanted, pointer))

    def _choose(self, out: Json, owner: str, pointer: str) -> Json:
        """Spell enums, and objects that may also be something else, so that their class is certain."""
        notes = {key: out[key] for key in _NOTES if key in out}
        types = out.get("type")
        if "enum" in out:
            values = _allowed(out.pop("enum"), types)
            plain = [value for value in values if value is not None]
            if not plain:
                return {**notes, "type": "null"} if values else out
            chosen = _spelled(plain)
            others = [{"type": "null"}] if len(plain) < len(values) else []
        elif isinstance(types, list) and "object" in types and out.get("properties"):
            chosen = {**{key: out[key] for key in OBJECT if key in out}, "type": "object"}
            others = [{**out, "type": kind} for kind in types if kind != "object"]
            others = [
                {k: v for k, v in other.items() if k not in {*notes, *OBJECT} - {"type"}} for other in others
            ]
        else:
            return out
        if not others:
            return {**notes, **chosen}
        name = f"{owner}Value" if owner in self._used else owner
        kept = self._keep(chosen, name, pointer)
        if name != owner and not pointer.startswith(
            self.pointers.get(owner, "\0")
        ):  # not a part of the owner
            self.parted.setdefault(kept.get("$ref", "").removeprefix(REFERENCE), owner)
        return {**notes, "anyOf": [kept, *others]}


def _beside(schema: Json) -> Json:
    """A reference with more beside it is one of several parts; a type beside it says nothing new."""
    more = schema.keys() - _NOTES - {"$ref", "type"}
    if "$ref" not in schema or not more:
        return {key: value for key, value in schema.items() if key != "type" or "$ref" not in schema}
    part = {key: schema[key] for key in schema if key in more | {"type"} - {"allOf"}}
    parts = [{"$ref": schema["$ref"]}, *schema.get("allOf", ()), *([part] if part.keys() - {"type"} else ())]
    return {"allOf": parts, **{key: schema[key] for key in _NOTES if key in schema}}


def _unlisted(schema: Json) -> Json:
    """A value of which only the items are described may be no list at all; the schema judges the items."""
    said = schema.keys() & {"type", "$ref", "allOf", "anyOf", "oneOf", "enum"}
    return schema if said else {k: v for k, v in schema.items() if k not in ("items", "prefixItems")}


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


def singular(name: str) -> str:
    """The name of one item of a list: OrderLines -> OrderLine, Data -> DataItem."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    if name.endswith("s") and not name.endswith(("ss", "us", "is")):
        return name[:-1]
    return f"{name}Item"
