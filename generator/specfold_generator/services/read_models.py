"""Read models: rows, keys, indexes, and the events they are folded from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted, suggest
from specfold_generator.documents.extensions import read_extension
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Group
from specfold_generator.services.events import Events
from specfold_generator.services.external_events import Foreign
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import EXTENSION, View


class ReadModels:
    """Makes read models of the schemas that say they are one."""

    def __init__(
        self, shapes: Shapes, foreign: Foreign, events: Events, diagnostics: DiagnosticCollector
    ) -> None:
        self._shapes = shapes
        self._foreign = foreign
        self._events = events
        self._diagnostics = diagnostics

    def read(self, schemas: Mapping[str, View]) -> tuple[ir.ReadModel, ...]:
        """The read models among the schemas of a document."""
        found = [self._read_model(name, view) for name, view in schemas.items() if EXTENSION in view]
        return tuple(sorted((m for m in found if m is not None), key=lambda m: m.name))

    def _read_model(self, name: str, view: View) -> ir.ReadModel | None:
        at = view.extension()
        told = read_extension(self._diagnostics, at, "schema")
        if at is None or told is None:
            return None
        place, model = at.child("readModel"), told["readModel"]
        shape = self._shapes.shape(view.at, name=name, opened=True)
        members = self._shapes.members(shape.schema)
        key = self._key(place.child("key"), model["key"], members, shape)
        indexes = []
        for index, given in model.get("indexes", {}).items():
            where = place.child("indexes", index)
            indexes.append(
                ir.Index(name=index, doc="", origin=where.span, key=self._key(where, given, members, None))
            )
        per_aggregate = bool(model.get("perAggregate", False))
        return ir.ReadModel(
            name=name,
            doc=shape.doc,
            origin=view.span,
            pointer=view.at.uri,
            shape=shape,
            key=key,
            indexes=tuple(indexes),
            sources=self._sources(place.child("from"), model["from"], key),
            per_aggregate=per_aggregate,
        )

    def _key(
        self, at: DocumentNode, given: Any, members: Mapping[str, ir.Schema], row: ir.Shape | None
    ) -> ir.Key:
        """A key of members that the row has; `row`: and that it must have."""
        key = ir.Key(partition=given) if isinstance(given, str) else ir.Key(**given)
        for name in (key.partition, *([key.sort] if key.sort else [])):
            if name not in members:
                message = f"the row has no member {quoted(name)}"
                self._diagnostics.add("SPF431", at.span, message, help=suggest(name, members))
            elif row is not None and name not in row.required:
                message = f"{quoted(name)} is part of the row's key, so it is required"
                help = f"add {name} to the `required` of the schema"
                self._diagnostics.add("SPF432", at.span, message, help=help)
        return key

    def _sources(self, at: DocumentNode, given: Any, key: ir.Key) -> tuple[ir.Source, ...]:
        mappings = given if isinstance(given, dict) else dict.fromkeys(given)
        found = []
        for index, (name, mapping) in enumerate(mappings.items()):
            place = at.child(name if isinstance(given, dict) else index)
            group = self._foreign.called(name, place)
            if group is not None:
                found.append(self._source(place, group, mapping or {}, key))
        return tuple(found)

    def _source(self, at: DocumentNode, group: Group, mapping: Mapping[str, str], key: ir.Key) -> ir.Source:
        wanted = [key.partition, *([key.sort] if key.sort else [])]
        for name in mapping:
            if name not in wanted:
                message = f"{quoted(name)} is no part of the row's key, which is {join_names(wanted)}"
                self._diagnostics.add("SPF433", at.span, message, help=suggest(name, wanted))
        names = tuple(mapping.get(name, name) for name in wanted)
        event = self._events.event(group, None)
        members = self._shapes.members(event.latest.shape.schema)
        for row_member, name in zip(wanted, names, strict=True):
            if name not in members:
                message = (
                    f"{quoted(group.name)} has no member {quoted(name)}, so it does "
                    "not say which row is meant"
                )
                help = f"write `from: {{{group.name}: {{{row_member}: <member of the event>}}}}`"
                self._diagnostics.add("SPF434", at.span, message, help=help)
        return ir.Source(event=group.name, service=group.service, key=names)
