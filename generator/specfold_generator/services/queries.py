"""Queries that a read model answers: by its key, or by an index; one row, a list, or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specfold.model.shared.media_types import is_json

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted, suggest
from specfold_generator.documents.extensions import read_extension
from specfold_generator.documents.openapi.document import Entry
from specfold_generator.documents.openapi.requests import Requests
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode

NEXT, LIMIT, AFTER = "next", "limit", "after"


@dataclass(frozen=True)
class _Answer:
    """What a response holds: one row, or rows."""

    rows: bool
    items: str | None = None
    next: str | None = None


class Queries:
    """Makes queries of operations that name a read model."""

    def __init__(
        self,
        shapes: Shapes,
        requests: Requests,
        read_models: Mapping[str, ir.ReadModel],
        diagnostics: DiagnosticCollector,
    ) -> None:
        self._shapes = shapes
        self._requests = requests
        self._read_models = read_models
        self._diagnostics = diagnostics

    def query(self, entry: Entry, at: DocumentNode) -> ir.Query | None:
        """The query that an extension makes of an operation; None, and diagnostics, if it does not."""
        told = read_extension(self._diagnostics, at, "query")
        if told is None:
            return None
        model = self._read_models.get(told["readModel"])
        if model is None:
            message = f"there is no read model {quoted(told['readModel'])}"
            help = suggest(told["readModel"], self._read_models) or "write `x-event-sourcing` at its schema"
            self._diagnostics.add("SPF409", at.child("readModel").span, message, help=help)
            return None
        if entry.route.method not in ("GET", "HEAD", "QUERY"):
            message = f"a read model answers GET, and {quoted(entry.route.name)} is {entry.route.method}"
            self._diagnostics.add("SPF422", at.span, message)
        index = self._index(at, told, model)
        request = self._requests.question(entry)
        answer = self._answer(entry, at, model)
        self._check_key(at, model, index, entry, answer)
        return ir.Query(
            name=entry.route.name,
            doc=entry.route.doc,
            origin=entry.route.origin,
            pointer=entry.route.pointer,
            read_model=model.name,
            index=told.get("index"),
            newest_first=bool(told.get("newestFirst", False)),
            page=_page(entry.route, answer) if answer.rows else None,
            shape=request.shape,
            route=request.route,
        )

    def _index(self, at: DocumentNode, told: Mapping[str, Any], model: ir.ReadModel) -> ir.Index | None:
        name = told.get("index")
        found = next((index for index in model.indexes if index.name == name), None)
        if name is not None and found is None:
            message = f"{quoted(model.name)} has no index {quoted(name)}"
            help = suggest(name, [index.name for index in model.indexes])
            self._diagnostics.add("SPF410", at.child("index").span, message, help=help)
        return found

    def _check_key(
        self, at: DocumentNode, model: ir.ReadModel, index: ir.Index | None, entry: Entry, answer: _Answer
    ) -> None:
        """The request must give the partition key, and for one row the whole key."""
        key = index.key if index else model.key
        given = {parameter.name for parameter in entry.route.parameters}
        wanted = [key.partition, *([key.sort] if key.sort and not answer.rows and index is None else [])]
        missing = [name for name in wanted if name not in given]
        if missing:
            which = f"the index {quoted(index.name)}" if index else "the key"
            message = f"{which} of {quoted(model.name)} needs {join_names(missing)}, which no parameter gives"
            self._diagnostics.add(
                "SPF435", at.span, message, help="name a parameter so, or choose another index"
            )
        if index is not None and not answer.rows:
            message = f"the index {quoted(index.name)} finds rows, and the response holds one"
            self._diagnostics.add("SPF436", at.span, message, help="answer with a list of rows")

    def _answer(self, entry: Entry, at: DocumentNode, model: ir.ReadModel) -> _Answer:
        for response in entry.route.responses:
            if not response.name.startswith("2"):
                continue
            for content in response.contents:
                if content.shape is not None and is_json(content.media_type):
                    found = self._rows(content.shape, model)
                    if found is not None:
                        return found
        message = f"the answer of {quoted(entry.route.name)} is neither {quoted(model.name)} nor a list of it"
        help = f"answer with {model.name}, an array of it, or an object with an array of it"
        self._diagnostics.add("SPF436", at.child("readModel").span, message, help=help)
        return _Answer(rows=False)

    def _rows(self, shape: ir.Shape, model: ir.ReadModel) -> _Answer | None:
        schema = shape.schema
        if shape.pointer == model.pointer or self._is_row(schema, model):
            return _Answer(rows=False)
        opened = self._shapes.open(schema)
        if self._is_list(opened, model):
            return _Answer(rows=True)
        members = self._shapes.members(opened)
        items = [name for name, member in members.items() if self._is_list(self._shapes.open(member), model)]
        if len(items) != 1:
            return None
        cursor = self._shapes.open(members[NEXT]) if NEXT in members else None
        textual = isinstance(cursor, Mapping) and cursor.get("type") in ("string", ["string", "null"])
        return _Answer(rows=True, items=items[0], next=NEXT if textual else None)

    def _is_list(self, schema: ir.Schema, model: ir.ReadModel) -> bool:
        return (
            isinstance(schema, Mapping)
            and schema.get("type") == "array"
            and self._is_row(schema.get("items", True), model)
        )

    def _is_row(self, schema: ir.Schema, model: ir.ReadModel) -> bool:
        return isinstance(schema, Mapping) and schema.get("$ref") == model.pointer


def _page(route: ir.Route, answer: _Answer) -> ir.Page:
    given = {parameter.name for parameter in route.parameters if parameter.where == "query"}
    return ir.Page(
        items=answer.items,
        next=answer.next,
        limit=LIMIT if LIMIT in given else None,
        after=AFTER if AFTER in given else None,
    )
