"""Aggregates, as the root of an AsyncAPI document names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted, suggest
from specfold_generator.documents.extensions import read_extension
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Catalogue, Group
from specfold_generator.services.project import Project, Source
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import key_span


def read_document_extension(
    source: Source, diagnostics: DiagnosticCollector
) -> tuple[DocumentNode | None, Mapping[str, Any]]:
    """What the AsyncAPI document's root says to us. The OpenAPI document's says nothing."""
    openapi = source.heads.get("openapi")
    misplaced = openapi.view.extension() if openapi else None
    if misplaced is not None:
        diagnostics.extensions.add(misplaced.uri)
        message = "`x-event-sourcing` at the root belongs to the AsyncAPI document"
        diagnostics.add(
            "SPF416", misplaced.span, message, help=f"move it to specs/asyncapi/{source.name}.yaml"
        )
    at = source.asyncapi.view.extension() if source.asyncapi else None
    return at, read_extension(diagnostics, at, "document") or {}


def read_aggregates(
    project: Project, source: Source, at: DocumentNode | None, told: Mapping[str, Any]
) -> tuple[ir.Aggregate, ...]:
    """The aggregates of a service, sorted; each event knows an aggregate that is there."""
    diagnostics = project.diagnostics
    named: Mapping[str, Any] = told.get("aggregates", {})
    for group in source.catalogue.groups.values():
        if group.aggregate is not None and group.aggregate not in named:
            message = f"there is no aggregate {quoted(group.aggregate)}"
            help = suggest(group.aggregate, named) or "name it under `aggregates` at the root of the document"
            diagnostics.add("SPF405", group.aggregate_span, message, help=help)
    if at is None:
        return ()
    return tuple(
        _aggregate(project, source, at.child("aggregates", name), name, said)
        for name, said in sorted(named.items())
    )


def _aggregate(
    project: Project, source: Source, at: DocumentNode, name: str, said: Mapping[str, Any]
) -> ir.Aggregate:
    events = _events_of(source.catalogue, name)
    if not events:
        message = f"no message says that it is an event of {quoted(name)}"
        help = f"write `x-event-sourcing: {{aggregate: {name}}}` at its messages"
        project.diagnostics.add("SPF417", key_span(at), message, help=help)
    _check_channel(project, source, at, said["channel"], events)
    return ir.Aggregate(
        name=name,
        doc=said.get("description", ""),
        origin=key_span(at),
        pointer=at.uri,
        identity=said["identity"],
        channel=said["channel"],
        events=tuple(group.name for group in events),
    )


def _check_channel(
    project: Project, source: Source, at: DocumentNode, name: str, events: list[Group]
) -> None:
    channels = source.asyncapi.channels if source.asyncapi else ()
    entry = next((channel for channel in channels if channel.name == name), None)
    if entry is None:
        message = f"this document has no channel {quoted(name)}"
        help = suggest(name, [channel.name for channel in channels])
        project.diagnostics.add("SPF418", at.child("channel").span, message, help=help)
        return
    carried = {message.id for message in entry.messages}
    for group in events:
        absent = [f for f in group.forms if not carried & {f.message.id, *f.message.aliases}]
        if absent:
            keys = join_names([form.message.key for form in absent])
            message = f"the channel {quoted(name)} of {quoted(str(at.pointer[-1]))} does not carry {keys}"
            help = "list it among the messages of the channel"
            project.diagnostics.add("SPF419", absent[0].message.view.span, message, help=help)


def _events_of(catalogue: Catalogue, aggregate: str) -> list[Group]:
    return [group for group in catalogue.groups.values() if group.aggregate == aggregate]


def check_identities(
    aggregates: tuple[ir.Aggregate, ...], events: tuple[ir.Event, ...], diagnostics: DiagnosticCollector
) -> None:
    """Every version of an aggregate's events has the identity as a required member."""
    by_name = {event.name: event for event in events}
    for aggregate in aggregates:
        for name in aggregate.events:
            for version in by_name[name].versions:
                if aggregate.identity not in version.shape.required:
                    message = (
                        f"{quoted(version.name)} is an event of {quoted(aggregate.name)}, "
                        f"and {quoted(aggregate.identity)} is no required member of its payload"
                    )
                    diagnostics.add(
                        "SPF420", version.origin, message, help=f"add {aggregate.identity} to `required`"
                    )
