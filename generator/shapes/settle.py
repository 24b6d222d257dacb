"""The last step of making shapes: references become keys, and shapes learn where their personal data is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from generator import ir
from generator.findings import Findings, shown
from generator.shapes.naming import REFERENCE
from generator.shapes.personal import MOST, PersonalData

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

N = TypeVar("N", bound="DataclassInstance")

# Keywords behind which no schema stands, whatever it looks like.
_VALUES = frozenset(("const", "default", "enum", "examples", "required", "x-personal-data"))


def settle(
    service: ir.Service,
    definitions: Mapping[str, ir.Shape],
    keys: Mapping[str, str],
    personal: PersonalData,
    findings: Findings,
) -> ir.Service:
    """The service with its definitions; `keys`: the definition that each URI means."""
    settler = _Settler(keys, personal, findings)
    whole = settler.node(service)
    return dataclasses.replace(whole, definitions={key: settler.shape(s) for key, s in definitions.items()})


class _Settler:
    def __init__(self, keys: Mapping[str, str], personal: PersonalData, findings: Findings) -> None:
        self._keys = keys
        self._personal = personal
        self._findings = findings
        self._shapes: dict[int, tuple[ir.Shape, ir.Shape]] = {}  # by id; the first keeps the id in use

    def node(self, node: N) -> N:
        """A copy of a node in which every shape is settled."""
        changed = {}
        for field in dataclasses.fields(node):
            value = getattr(node, field.name)
            if isinstance(value, tuple) or dataclasses.is_dataclass(value):
                changed[field.name] = self._value(value)
        return dataclasses.replace(node, **changed) if changed else node

    def _value(self, value: Any) -> Any:
        if isinstance(value, ir.Shape):
            return self.shape(value)
        if isinstance(value, tuple):
            return tuple(self._value(item) for item in value)
        return self.node(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """One shape, settled once however often it is used."""
        known = self._shapes.get(id(shape))
        if known is not None:
            return known[1]
        marks = self._personal.of(shape.schema)
        if self._personal.endless:
            message = f"{shown(shape.name)} holds personal data in a schema that holds itself"
            self._findings.add("SPF352", shape.origin, message)
        if len(marks) >= MOST:
            message = f"{shown(shape.name)} holds personal data in {MOST} places or more"
            self._findings.add("SPF353", shape.origin, message, mend="mark fewer members, nearer to the root")
        settled = dataclasses.replace(
            shape, schema=self.schema(shape.schema), personal_data=tuple(marks), subjects=marks
        )
        self._shapes[id(shape)] = (shape, settled)
        return settled

    def schema(self, schema: Any) -> Any:
        """A copy of a schema in which references are keys."""
        if isinstance(schema, list):
            return [self.schema(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        return {key: self._member(key, value) for key, value in schema.items()}

    def _member(self, key: str, value: Any) -> Any:
        if key == "$ref" and isinstance(value, str):
            return REFERENCE + self._keys[value]
        if key in _VALUES:
            return value
        if key in ("properties", "patternProperties", "dependentSchemas") and isinstance(value, dict):
            return {name: self.schema(inner) for name, inner in value.items()}
        if key == "discriminator" and isinstance(value, dict) and "mapping" in value:
            mapping = {name: REFERENCE + self._keys[uri] for name, uri in value["mapping"].items()}
            return {**value, "mapping": mapping}
        return self.schema(value)


def references_of(node: Any, schemas: Mapping[str, ir.Schema]) -> set[str]:
    """The references that the shapes of a node need, and those that these need in turn."""
    found: set[str] = set()
    queue: list[Any] = [node]
    while queue:
        here = queue.pop()
        if isinstance(here, ir.Shape):
            fresh = set(_references(here.schema)) - found
            while fresh:
                found |= fresh
                fresh = {inner for uri in fresh for inner in _references(schemas[uri])} - found
        elif isinstance(here, tuple):
            queue.extend(here)
        elif dataclasses.is_dataclass(here):
            queue.extend(getattr(here, field.name) for field in dataclasses.fields(here))
    return found


def _references(schema: Any) -> Iterator[str]:
    """The references in a schema, those of its discriminators too."""
    queue: list[Any] = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, dict):
            for key, value in here.items():
                if key == "$ref" and isinstance(value, str):
                    yield value
                elif key == "discriminator" and isinstance(value, dict) and "propertyName" in value:
                    yield from (t for t in value.get("mapping", {}).values() if isinstance(t, str))
                elif key in ("properties", "patternProperties", "dependentSchemas"):
                    queue.extend(value.values())
                elif key not in _VALUES:
                    queue.append(value)
