"""Avro schemas -> JSON Schemas of the same values in JSON.

Records, enums and fixed types become definitions under their own names. A union is a choice of plain values,
as AsyncAPI's own tools read it, not the tagged form of Avro's JSON encoding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.model.ir import Schema
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, kind_of, object_at, title_of

Json = dict[str, Any]
Define = Callable[[DocumentNode, str, Schema], str]  # where, its name, its schema -> the reference to it

DEEPEST = 60  # types inside types
_INT, _LONG = 2**31, 2**63
_PRIMITIVES: dict[str, Json] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer", "minimum": -_INT, "maximum": _INT - 1},
    "long": {"type": "integer", "minimum": -_LONG, "maximum": _LONG - 1},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "bytes": {"type": "string"},
    "string": {"type": "string"},
}
_NAMED = ("record", "error", "enum", "fixed")


class Avro:
    """Reads the Avro schema of one message; `whose` is the message, for what is wrong."""

    def __init__(self, reader: Reader, define: Define, whose: str) -> None:
        self._reader = reader
        self._define = define
        self._whose = whose
        self._names: dict[str, str] = {}  # full names to references

    def schema(self, at: DocumentNode, namespace: str = "", depth: int = 0) -> Schema:
        """The schema at a place; what is wrong is noted, and true stands for it."""
        target = self._reader.follow(at)
        if target is None:
            return True
        value = target.value
        if depth > DEEPEST:
            return self._wrong(target, f"types are nested deeper than {DEEPEST}")
        if isinstance(value, str):
            return self._called(target, value, namespace, depth)
        if isinstance(value, list):
            branches = [self.schema(target.child(n), namespace, depth + 1) for n in range(len(value))]
            return {"oneOf": branches} if branches else self._wrong(target, "the union is empty")
        if isinstance(value, dict):
            return self._complex(target, namespace, depth + 1)
        return self._wrong(target, f"{title_of(target)} is {kind_of(value)}")

    def _complex(self, at: DocumentNode, namespace: str, depth: int) -> Schema:
        value = object_at(at)
        kind = value.get("type")
        if kind in _NAMED:
            return self._named(at, namespace, depth)
        if kind == "array":
            return {"type": "array", "items": self._inner(at, "items", namespace, depth)}
        if kind == "map":
            return {"type": "object", "additionalProperties": self._inner(at, "values", namespace, depth)}
        if kind is None:
            return self._wrong(at, f"{title_of(at)} has no `type`")
        schema = self.schema(at.child("type"), namespace, depth)
        if value.get("logicalType") == "uuid" and isinstance(schema, dict):
            return {**schema, "format": "uuid"}
        return schema

    def _inner(self, at: DocumentNode, key: str, namespace: str, depth: int) -> Schema:
        if key not in object_at(at):
            return self._wrong(at, f"{title_of(at)} has no `{key}`")
        return self.schema(at.child(key), namespace, depth)

    def _named(self, at: DocumentNode, namespace: str, depth: int) -> Schema:
        value = object_at(at)
        name = value.get("name")
        if not isinstance(name, str) or not name:
            return self._wrong(at, f"a type of kind `{value['type']}` has no `name`")
        namespace = name.rpartition(".")[0] or str(value.get("namespace") or namespace)
        short = name.rpartition(".")[2]
        full = f"{namespace}.{short}"
        if full in self._names:
            return self._wrong(at, f"the type {quoted(short)} is defined twice")
        self._names[full] = at.uri
        if value["type"] == "enum":
            schema: Schema = self._enum(at, value)
        elif value["type"] == "fixed":
            schema = {"type": "string"}
        else:
            schema = self._record(at, value, namespace, depth)
        return {"$ref": self._define(at, short, schema)}

    def _enum(self, at: DocumentNode, value: Json) -> Schema:
        symbols = value.get("symbols")
        if not isinstance(symbols, list) or not symbols or not all(isinstance(s, str) for s in symbols):
            return self._wrong(at, f"the enum {quoted(str(value['name']))} has no `symbols`")
        return {"type": "string", "enum": list(dict.fromkeys(symbols)), **_doc(value)}

    def _record(self, at: DocumentNode, value: Json, namespace: str, depth: int) -> Schema:
        fields = value.get("fields")
        if not isinstance(fields, list):
            return self._wrong(at, f"the record {quoted(str(value['name']))} has no `fields`")
        properties: Json = {}
        required = []
        for number in range(len(fields)):
            place = at.child("fields", number)
            field = object_at(place)
            name = field.get("name")
            if not isinstance(name, str) or name in properties:
                what = (
                    f"the field {quoted(name)} is there twice"
                    if isinstance(name, str)
                    else "a field has no `name`"
                )
                self._wrong(place, what)
                continue
            properties[name] = _annotated(self._inner(place, "type", namespace, depth), field)
            if "default" not in field:
                required.append(name)
        schema: Json = {"type": "object", **_doc(value), "properties": properties}
        return {**schema, "required": required} if required else schema

    def _called(self, at: DocumentNode, name: str, namespace: str, depth: int) -> Schema:
        if name in _PRIMITIVES:
            return dict(_PRIMITIVES[name])
        full = name if "." in name else f"{namespace}.{name}"
        if full in self._names:
            return {"$ref": self._names[full]}
        beside = self._beside(at, name)
        if beside is not None:
            return self.schema(beside, namespace, depth + 1)
        known = [*_PRIMITIVES, *(known.rpartition(".")[2] for known in self._names)]
        help = suggest(name, known)
        short = name.rpartition(".")[2]
        slip = suggest(short.lower(), _PRIMITIVES).startswith("did you mean")
        if short[:1].isupper() and not slip:
            message = (
                f"{quoted(name)}, which {quoted(self._whose)} names, is defined in no file: any value fits it"
            )
            help = f"put it beside the schema, as {quoted(short + '.avsc')}"
            self._reader.diagnostics.add("SPF377", at.span, message, help=help)
            return True
        return self._wrong(at, f"{quoted(name)} is no type of Avro and none that is defined before", help)

    def _beside(self, at: DocumentNode, name: str) -> DocumentNode | None:
        """A file of one type, called after it, in the same folder."""
        try:
            return self._reader.workspace.resolve(at, f"./{name.rpartition('.')[2]}.avsc")
        except SpecError:
            return None

    def _wrong(self, at: DocumentNode, what: str, help: str = "") -> Schema:
        message = f"the Avro schema of {quoted(self._whose)} is wrong: {what}"
        self._reader.diagnostics.add("SPF319", at.span, message, help=help)
        return True


def _doc(value: Json) -> Json:
    return {"description": value["doc"]} if isinstance(value.get("doc"), str) else {}


def _annotated(schema: Schema, field: Json) -> Schema:
    """A field's type with its words and its default."""
    notes = _doc(field)
    if "default" in field:
        notes["default"] = field["default"]
    if not notes or not isinstance(schema, dict):
        return notes if notes and schema is True else schema
    return {**schema, **notes}
