"""schemas.json: the JSON Schema of every message, request and row; the judge at the edges of the service."""

from __future__ import annotations

import json
from typing import Any

from specfold_generator.json_schema.request_response import Edge, Hidden
from specfold_generator.model import ir
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.names import event_headers


def schemas_json(context: Context) -> str | None:
    """The document that `specfold.Schemas` reads; None if the service has no message, request or row."""
    service = context.service
    messages = {f"{e.name}/{v.number}": v.shape for e in service.events for v in e.versions}
    asked: list[ir.Command | ir.Query | ir.Operation] = [
        *service.commands,
        *service.queries,
        *service.operations,
        *service.outgoing,
    ]
    requests = {node.route.name: node.shape for node in asked}
    requests |= {variant_name(n.route, v): v.shape for n in asked for v in n.route.variants}
    rows = {row.name: row.shape for row in service.read_models}
    headers = {f"{e.name}/{e.latest.number}": h for e in service.events if (h := event_headers(e))}
    answers = {
        answer_name(node.route, response, content): body
        for node in asked
        for response in node.route.responses
        for content in response.contents
        if (body := _body(content)) is not None
    }
    if not (messages or requests or rows):
        return None
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {}}
    kinds: tuple[tuple[str, dict[str, ir.Schema], Hidden | None], ...] = (
        ("messages", _plain(messages), None),
        ("headers", _plain(headers), None),
        ("requests", _plain(requests), "readOnly"),
        ("rows", _plain(rows), "writeOnly"),
        ("answers", answers, "writeOnly"),
    )
    for kind, schemas, hidden in kinds:
        if kind == "headers" and not schemas:
            continue
        made = _edge(service, hidden)
        document[kind] = {name: _as_object(made.schema(schema)) for name, schema in schemas.items()}
        document["$defs"] |= made.definitions(document[kind].values())
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def answer_name(route: ir.Route, response: ir.Response, content: ir.Content) -> str:
    """What the schema of a documented answer is called."""
    return f"{route.name} {response.name} {content.media_type}"


def _body(content: ir.Content) -> ir.Schema | None:
    if content.item is not None:
        return {"type": "array", "items": content.item.schema}
    return content.shape.schema if content.shape is not None else None


def _plain(shapes: dict[str, ir.Shape]) -> dict[str, ir.Schema]:
    return {name: shape.schema for name, shape in shapes.items()}


def _edge(service: ir.Service, hidden: Hidden | None) -> Edge:
    """What makes the schemas of a service those that judge on one side."""
    known = service.definitions
    names = {key: shape.name for key, shape in known.items()}
    return Edge({key: shape.schema for key, shape in known.items()}, names, hidden)


def _as_object(schema: ir.Schema) -> dict[str, Any]:
    """A schema as an object: `true` and `false` are schemas too, but the runtime adds definitions."""
    return dict(schema) if not isinstance(schema, bool) else {"allOf": [schema]}


def variant_name(route: ir.Route, variant: ir.Variant) -> str:
    """What the schema of a request with a body of one media type is called."""
    return f"{route.name} {variant.media_type}"
