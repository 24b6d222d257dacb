"""The package of a service's contract tests, and the bodies of its documented answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator import ir
from generator.views.context import Context
from generator.views.imports import Imports
from generator.views.package import PackageView
from generator.views.schemas import as_object, edge

FIXED = {
    "pathlib": ["Path"],
    "runtime.schemas": ["Schemas"],
    "runtime.testing.promises.answers": ["Bodies"],
}


def contract_view(context: Context) -> PackageView | None:
    """The beginning of the package; None if the service promises nothing that can be tested."""
    service = context.service
    if not (service.events or routes(service) or service.outgoing):
        return None
    doc = f"What the {service.name} service promises, and tests that see whether it keeps it."
    return PackageView(head=context.head(Imports(fixed=FIXED), doc))


def routes(service: ir.Service) -> tuple[ir.Route, ...]:
    """Every route of a service."""
    asked: list[ir.Command | ir.Query | ir.Operation] = [
        *service.commands,
        *service.queries,
        *service.operations,
    ]
    return tuple(node.route for node in asked)


def responses_json(context: Context) -> str | None:
    """The schema of every documented body, by operation, status and media type; None without routes."""
    made = edge(context.service, "writeOnly")
    found = {
        route.name: {
            answer.name: {kind: as_object(made.schema(body)) for kind, body in _bodies(answer)}
            for answer in route.responses
        }
        for route in routes(context.service)
    }
    if not found:
        return None
    bodies = [body for answers in found.values() for kinds in answers.values() for body in kinds.values()]
    document: dict[str, Any] = {"responses": found, "$defs": made.definitions(bodies)}
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _bodies(answer: ir.Response) -> Iterator[tuple[str, ir.Schema]]:
    for content in answer.contents:
        if content.item is not None:
            yield content.media_type, {"type": "array", "items": content.item.schema}
        elif content.shape is not None:
            yield content.media_type, content.shape.schema
