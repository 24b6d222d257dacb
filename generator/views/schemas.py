"""schemas.json: the JSON Schema of every message, request and row; the judge at the edges of the service."""

from __future__ import annotations

import json
from typing import Any

from generator import ir
from generator.views.context import Context
from generator.views.naming import event_headers

DEFS = "#/$defs/"


def schemas_json(context: Context) -> str | None:
    """The document that `runtime.schemas` reads; None if the service has no message, request or row."""
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
    if not (messages or requests or rows):
        return None
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "messages": _schemas(messages),
        **({"headers": _schemas(headers)} if headers else {}),
        "requests": _schemas(requests),
        "rows": _schemas(rows),
    }
    document["$defs"] = {key: shape.schema for key, shape in reached(service, document).items()}
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def variant_name(route: ir.Route, variant: ir.Variant) -> str:
    """What the schema of a request with a body of one media type is called."""
    return f"{route.name} {variant.media_type}"


def _schemas(shapes: dict[str, ir.Shape]) -> dict[str, Any]:
    # `true` and `false` are schemas too, but the runtime adds definitions to an object.
    return {
        name: dict(shape.schema) if not isinstance(shape.schema, bool) else {"allOf": [shape.schema]}
        for name, shape in shapes.items()
    }


def reached(service: ir.Service, schema: object) -> dict[str, ir.Shape]:
    """The definitions that a schema needs, and those that they need."""
    found: dict[str, ir.Shape] = {}
    queue = [schema]
    while queue:
        for key in sorted(_references(queue.pop())):
            if key not in found and key in service.definitions:
                found[key] = service.definitions[key]
                queue.append(found[key].schema)
    return found


def _references(schema: object) -> set[str]:
    if isinstance(schema, dict):
        inner = set().union(*map(_references, schema.values()), set())
        reference = str(schema.get("$ref", ""))
        return inner | {reference.removeprefix(DEFS)} if reference.startswith(DEFS) else inner
    if isinstance(schema, list | tuple):
        return set().union(*map(_references, schema), set())
    return set()
