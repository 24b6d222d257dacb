"""events.py, commands.py, queries.py, read_models.py, values.py: message classes and what goes with them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from specfold_generator.classes.requests import ClassRequest
from specfold_generator.model import ir
from specfold_generator.model.event_sources import find_event
from specfold_generator.python.code import Code, docstring, either, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.names import Names, event_headers

DOCS = {
    "events": "Events of {}: facts, in every version that was ever published.",
    "headers": "What the messages of {} say around their payloads.",
    "commands": "What may be asked of {}, and why it may be refused.",
    "queries": "The questions that {} answers.",
    "read_models": "Read models of {}: what a row holds.",
    "webhooks": "Requests that {} makes of others: webhooks and callbacks.",
    "values": "Values that the messages of {} are made of.",
}
_AFTER_IMPORTS = re.compile(r"^(?!from |import |    |\)|$)", re.MULTILINE)  # the first line of anything else
DOCUMENTS = {
    **dict.fromkeys(("events", "headers"), "asyncapi"),
    **dict.fromkeys(("commands", "queries", "read_models", "webhooks"), "openapi"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionView:
    """A reason to refuse a command."""

    name: Code
    status: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionView:
    """The events of an aggregate as one type."""

    name: Code
    members: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesView:
    """A module of message classes; `classes` is the text of the class builder."""

    head: Head
    classes: Code
    rejections: tuple[RejectionView, ...]
    unions: tuple[UnionView, ...]


def class_requests(service: ir.Service, names: Names) -> tuple[ClassRequest, ...]:
    """The classes that generated code names, in the order in which they are to stand."""
    requests = [
        ClassRequest(
            module="events",
            name=names.events[event.name, version.number],
            schema=version.shape.schema,
            base="specfold.Event",
            keywords={"type": event.name, "version": version.number},
            doc=version.doc or event.doc,
            pointer=version.pointer or event.pointer,
        )
        for event in service.events
        for version in event.versions
    ]
    for event in service.events:
        shape = event_headers(event)
        if shape is not None:
            about = f"Headers of {event.name}."
            requests.append(
                ClassRequest(
                    module="headers",
                    name=names.headers[event.name],
                    schema=shape.schema,
                    base="specfold.Value",
                    doc=shape.doc or about,
                    pointer=shape.pointer,
                )
            )
    requests += [_command(service, names, command) for command in service.commands]
    requests += [_request("queries", "Query", names.queries[q.name], q, q.shape) for q in service.queries]
    for operation in service.operations:
        module, base = ("commands", "Command") if operation.kind == "command" else ("queries", "Query")
        requests.append(_request(module, base, names.operations[operation.name], operation, operation.shape))
    requests += [_request("webhooks", "Value", names.outgoing[o.name], o, o.shape) for o in service.outgoing]
    for row in service.read_models:
        requests.append(_request("read_models", "Row", names.rows[row.name], row, row.shape))
    return tuple(requests)


def answer_definitions(service: ir.Service) -> tuple[str, ...]:
    """The definitions that handwritten operations answer with, and receivers of what this service sends."""
    shapes = [
        shape
        for operation in (*service.operations, *service.outgoing)
        for response in operation.route.responses
        for content in response.contents
        for shape in (content.shape, content.item)
    ]
    references = (s.schema.get("$ref", "") for s in shapes if s and isinstance(s.schema, Mapping))
    keys = (str(reference).removeprefix("#/$defs/") for reference in references if reference)
    return tuple(sorted({key for key in keys if key in service.definitions}))


def messages_view(context: Context, module: str) -> MessagesView | None:
    """A module of message classes; None if the service has none of them."""
    rejections = _rejections(context) if module == "commands" else ()
    unions = _unions(context) if module == "events" else ()
    text = context.text.modules.get(module)
    if text is None:
        return None
    statements, classes = _split(text)
    imports = Imports(fixed={"specfold": ["Rejection"], "typing": ["TypeAlias"]})
    imports.merge(statements)
    doc = DOCS.get(module, "Messages of {}.").format(f"the {context.service.name} service")
    head = context.head(imports, doc, kind=DOCUMENTS.get(module, ""))
    return MessagesView(head=head, classes=Code(classes), rejections=rejections, unions=unions)


def union_name(context: Context, aggregate: str) -> str:
    """What the events of an aggregate are called together: OrderEvent."""
    made = f"{context.names.aggregates[aggregate]}Event"
    while made in context.text.classes:
        made += "s"
    return made


def success(route: ir.Route) -> int:
    """The status a route documents for a request that is done: the lowest of the 2xx but 202."""
    done = [
        int(r.name) for r in route.responses if r.name.isdecimal() and r.name[0] == "2" and r.name != "202"
    ]
    return min(done, default=200)


def _request(
    module: str,
    base: str,
    made: str,
    node: ir.Command | ir.Query | ir.Operation | ir.ReadModel,
    shape: ir.Shape,
) -> ClassRequest:
    place = f"{node.route.method} {node.route.path}" if not isinstance(node, ir.ReadModel) else ""
    return ClassRequest(
        module=module,
        name=made,
        schema=shape.schema,
        base=f"specfold.{base}",
        doc=_said(node.doc or shape.doc, place),
        pointer=node.pointer or shape.pointer,
    )


def _command(service: ir.Service, names: Names, command: ir.Command) -> ClassRequest:
    """A command knows its aggregate's id, also one that the runtime makes as the request carries none."""
    request = _request("commands", "Command", names.commands[command.name], command, command.shape)
    if command.identity_from != "generated" or isinstance(request.schema, bool):
        return request
    aggregate = next(known for known in service.aggregates if known.name == command.aggregate)
    members = {aggregate.identity: _identity(service, aggregate), **request.schema.get("properties", {})}
    required = [aggregate.identity, *request.schema.get("required", ())]
    return replace(request, schema={**request.schema, "properties": members, "required": required})


def _identity(service: ir.Service, aggregate: ir.Aggregate) -> ir.Schema:
    """What an aggregate's id looks like: as its events have it."""
    for event in aggregate.events:
        schema = find_event(service, event).latest.shape.schema
        found = schema.get("properties", {}).get(aggregate.identity) if isinstance(schema, Mapping) else None
        if found is not None:
            return cast(ir.Schema, found)
    return {"type": "string"}


def _said(doc: str, place: str) -> str:
    """What an operation does, and where: behind one sentence, or below several lines."""
    words = doc.strip()
    if not (words and place):
        return words or place
    return f"{words}\n\n{place}" if "\n" in words else f"{words.rstrip('.')}. {place}"


def _split(text: str) -> tuple[list[str], str]:
    """Import statements, and what comes after them."""
    found = _AFTER_IMPORTS.search(text)
    end = found.start() if found else len(text)
    return [ast.unparse(node) for node in ast.parse(text[:end]).body], text[end:].strip("\n")


def _rejections(context: Context) -> tuple[RejectionView, ...]:
    """Each reason once; where commands word it differently, the wording most of them use."""
    found: dict[str, list[ir.Rejection]] = {}
    for command in context.service.commands:
        for reason in command.rejections:
            found.setdefault(reason.name, []).append(reason)
    views = []
    for text in sorted(found):
        wording = Counter(reason.doc for reason in found[text]).most_common(1)[0][0]
        views.append(
            RejectionView(
                name=name(context.names.rejections[text]),
                status=literal(found[text][0].status),
                doc=docstring(wording or text),
            )
        )
    return tuple(views)


def _unions(context: Context) -> tuple[UnionView, ...]:
    views = []
    for aggregate in context.service.aggregates:
        classes = [name(context.names.event(context.event(text, ""))) for text in aggregate.events]
        if classes:
            views.append(UnionView(name=name(union_name(context, aggregate.name)), members=either(classes)))
    return tuple(views)
