"""Channels as the model has them: who publishes, who consumes, and on which stream."""

from __future__ import annotations

from collections.abc import Iterable

from specfold.model.shared.limits import RETENTION_HOURS

from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.documents.asyncapi.messages import RUNTIME_EXPRESSION
from specfold_generator.documents.asyncapi.model import ChannelEntry
from specfold_generator.documents.extensions import read_extension
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Group
from specfold_generator.source.object_view import View


def _parameter(entry: ChannelEntry, name: str) -> ir.ChannelParameter:
    """A parameter as AsyncAPI 3 has it, or as its schema says in 2.x."""
    view = entry.view.views("parameters").get(name)
    if view is None:
        return ir.ChannelParameter(name=name)
    told = view.view("schema") or view
    values = [at.value for at in told.items("enum")] if "enum" in told else []
    at = told.find("default")
    return ir.ChannelParameter(
        name=name,
        doc=view.text("description").strip(),
        location=_location(view),
        choices=tuple(value for value in values if isinstance(value, str)),
        default=at.value if at is not None and isinstance(at.value, str) else None,
    )


def _location(view: View) -> str:
    location = view.text("location")
    return location if RUNTIME_EXPRESSION.fullmatch(location) else ""


def channel(
    entry: ChannelEntry,
    service: str,
    events: Iterable[Group],
    *,
    log: bool,
    publishes: bool,
    consumes: bool,
    diagnostics: DiagnosticCollector,
) -> ir.Channel:
    """The channel of an entry. `log`: whether an aggregate's events go to it."""
    at = entry.view.find("x-kinesis")
    told = read_extension(diagnostics, at, "kinesis") or {}
    shards = told.get("shards")
    if at is not None and shards is not None and told.get("mode") == "on-demand":
        message = "a stream that is on-demand has no number of shards"
        diagnostics.add("SPF404", at.child("shards").span, message, help="leave out `mode`, or `shards`")
    if at is not None and shards is None and told.get("mode") == "provisioned":
        message = "a provisioned stream needs a number of shards"
        diagnostics.add("SPF404", at.child("mode").span, message, help="write `shards: 1` beside it")
    return ir.Channel(
        name=entry.name,
        doc=entry.doc,
        origin=entry.view.span,
        pointer=entry.view.at.uri,
        service=service,
        address=entry.address,
        events=tuple(dict.fromkeys(group.name for group in events)),
        parameters=tuple(_parameter(entry, name) for name in entry.parameters),
        kinesis=log or at is not None or entry.kinesis_server,
        retention_hours=int(told.get("retentionHours", RETENTION_HOURS)),
        shards=shards,
        publishes=publishes or log,
        consumes=consumes,
    )
