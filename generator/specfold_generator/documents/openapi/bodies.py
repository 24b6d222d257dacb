"""Request bodies: for each media type, the schema of what the runtime makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specfold.model.shared.media_types import is_any, is_form, is_json, is_sequence, is_text, rank

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.documents.schemas.naming import same_schema
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir

_BINARY: ir.Schema = {"type": "string", "format": "binary"}
_TEXT: ir.Schema = {"type": "string"}
_STRUCTURE = frozenset(
    ("properties", "items", "prefixItems", "additionalProperties", "allOf", "anyOf", "oneOf")
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A body of one media type as the handler gets it."""

    content: ir.Content
    schema: ir.Schema

    @property
    def examples(self) -> tuple[ir.Example, ...]:
        """The published examples of it."""
        return self.content.shape.examples if self.content.shape is not None else ()


class Bodies:
    """Reads the bodies of operations."""

    def __init__(self, shapes: Shapes, diagnostics: DiagnosticCollector) -> None:
        self._shapes = shapes
        self._diagnostics = diagnostics

    def of(self, route: ir.Route) -> tuple[Reading, ...]:
        """What a body may be, the preferred media type first; empty without a body."""
        contents = route.body.contents if route.body else ()
        ranked = sorted(contents, key=lambda content: rank(content.media_type))
        origin = route.body.origin if route.body else route.origin
        return tuple(Reading(content=content, schema=self._schema(content, origin)) for content in ranked)

    def distinct(self, readings: tuple[Reading, ...]) -> list[ir.Schema]:
        """Their schemas, each once."""
        found: list[ir.Schema] = []
        for reading in readings:
            if not any(same_schema(known, reading.schema, self._shapes.lookup) for known in found):
                found.append(reading.schema)
        return found

    def _schema(self, content: ir.Content, origin: Location) -> ir.Schema:
        told = content.shape.schema if content.shape is not None else True
        said = told not in (True, {})
        if is_sequence(content.media_type) or (content.item is not None and not said):
            return self._sequence(content, told)
        if is_json(content.media_type) or is_any(content.media_type):
            return told if said else True
        if is_form(content.media_type):
            return told if said else {"type": "object"}
        fallback = _TEXT if is_text(content.media_type) else _BINARY
        if not said:
            return fallback
        return self._unread(content, origin) if self._is_structured(told) else told

    def _sequence(self, content: ir.Content, told: ir.Schema) -> ir.Schema:
        """An array: of items; of a schema that is none itself, for documents older than `itemSchema`."""
        if content.item is not None:
            return {"type": "array", "items": content.item.schema}
        seen = self._shapes.open(told)
        return told if isinstance(seen, Mapping) and seen.get("type") == "array" else _array(told)

    def _unread(self, content: ir.Content, origin: Location) -> ir.Schema:
        how = "as text" if is_text(content.media_type) else "in base64"
        message = f"a body of {quoted(content.media_type)} is not taken apart: it is handed over {how}"
        self._diagnostics.add("SPF359", origin, message)
        return _TEXT if is_text(content.media_type) else _BINARY

    def _is_structured(self, schema: ir.Schema) -> bool:
        seen: Any = self._shapes.open(schema)
        if not isinstance(seen, Mapping):
            return False
        named = seen.get("type", ())
        kinds = {named} if isinstance(named, str) else set(named)
        return bool(kinds & {"object", "array"}) or (not kinds and bool(seen.keys() & _STRUCTURE))


def _array(items: ir.Schema) -> ir.Schema:
    return {"type": "array"} if items in (True, {}) else {"type": "array", "items": items}
