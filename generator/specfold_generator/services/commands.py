"""Commands of aggregates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted, suggest
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.extensions import read_extension
from specfold_generator.documents.openapi.document import Answer, Entry
from specfold_generator.documents.openapi.requests import Request, Requests
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Catalogue
from specfold_generator.source.location import DocumentNode


class Commands:
    """Makes commands of operations that name an aggregate."""

    def __init__(
        self,
        requests: Requests,
        catalogue: Catalogue,
        aggregates: dict[str, ir.Aggregate],
        diagnostics: DiagnosticCollector,
    ) -> None:
        self._requests = requests
        self._catalogue = catalogue
        self._aggregates = aggregates
        self._diagnostics = diagnostics

    def command(self, entry: Entry, at: DocumentNode) -> ir.Command | None:
        """The command that an extension makes of an operation; None, and diagnostics, if it does not."""
        told = read_extension(self._diagnostics, at, "command")
        if told is None:
            return None
        if entry.route.method in ("GET", "HEAD", "OPTIONS", "TRACE", "QUERY"):
            message = (
                f"{entry.route.method} asks and changes nothing; {quoted(entry.route.name)} is a command"
            )
            self._diagnostics.add("SPF422", at.span, message, help="make it a POST, or name a `readModel`")
        aggregate = self._aggregates.get(told["aggregate"])
        if aggregate is None:
            message = f"there is no aggregate {quoted(told['aggregate'])}"
            help = suggest(told["aggregate"], self._aggregates)
            self._diagnostics.add("SPF405", at.child("aggregate").span, message, help=help)
            return None
        request = self._requests.merged(entry)
        creates = bool(told.get("creates", False))
        return ir.Command(
            name=entry.route.name,
            doc=entry.route.doc,
            origin=entry.route.origin,
            pointer=entry.route.pointer,
            aggregate=aggregate.name,
            shape=request.shape,
            emits=self._emits(at, told, aggregate),
            rejections=rejections(entry.answers, self._diagnostics),
            creates=creates,
            identity_from=self._identity(at, aggregate, request, creates),
            route=with_rejections(request.route, entry.answers, self._diagnostics),
        )

    def _emits(self, at: DocumentNode, told: dict[str, Any], aggregate: ir.Aggregate) -> tuple[str, ...]:
        for index, name in enumerate(told["emits"]):
            span = at.child("emits", index).span
            group = self._catalogue.groups.get(name)
            if group is None:
                message = f"this service has no event {quoted(name)}"
                self._diagnostics.add("SPF406", span, message, help=suggest(name, aggregate.events))
            elif group.aggregate != aggregate.name:
                whose = f"of {quoted(group.aggregate)}" if group.aggregate else "of no aggregate"
                message = (
                    f"{quoted(name)} is an event {whose}; a command of "
                    f"{quoted(aggregate.name)} cannot emit it"
                )
                related = [Related(group.latest.message.view.span, "the event")]
                help = suggest(name, aggregate.events)
                self._diagnostics.add("SPF407", span, message, related=related, help=help)
        return tuple(told["emits"])

    def _identity(
        self, at: DocumentNode, aggregate: ir.Aggregate, request: Request, creates: bool
    ) -> Literal["path", "body", "generated"]:
        wanted = aggregate.identity
        if any(p.where == "path" and p.name == wanted for p in request.route.parameters):
            return "path"
        schema = request.shape.schema
        if isinstance(schema, dict) and wanted in schema["properties"]:
            if wanted in request.shape.required:
                return "body"
            if creates:
                return "generated"  # where the request has none
            message = f"{quoted(wanted)} says which {aggregate.name} is meant, so it is required"
            self._diagnostics.add("SPF423", at.span, message, help=f"add {wanted} to `required` of the body")
            return "body"
        if not creates:
            which = f"nothing says which {aggregate.name} is meant"
            message = f"{which}: neither the path nor the body has {quoted(wanted)}"
            help = f"add `{{{wanted}}}` to the path, or write `creates: true`"
            related = [Related(aggregate.origin, f"its identity is {wanted}")]
            self._diagnostics.add("SPF424", at.span, message, help=help, related=related)
        return "generated"


def rejections(answers: tuple[Answer, ...], diagnostics: DiagnosticCollector) -> tuple[ir.Rejection, ...]:
    """The reasons that the answers of a command name."""
    found: dict[str, ir.Rejection] = {}
    for answer in answers:
        name = rejection_name(answer, diagnostics)
        if name is None:
            continue
        status, at = answer.response.name, answer.view.span
        if not status.isdigit() or int(status) < 400:
            message = f"{quoted(name)} is a rejection, and {quoted(status)} tells of none"
            diagnostics.add("SPF425", at, message, help="give it under a status from 400 to 599")
            continue
        rejection = ir.Rejection(
            name=name,
            doc=answer.response.doc,
            origin=at,
            pointer=answer.response.pointer,
            status=int(status),
        )
        first = found.setdefault(name, rejection)
        if first is not rejection:
            message = f"the rejection {quoted(name)} has two statuses: {first.status} and {rejection.status}"
            diagnostics.add("SPF426", at, message, related=[Related(first.origin, "the other one")])
    return tuple(found.values())


def rejection_name(answer: Answer, diagnostics: DiagnosticCollector) -> str | None:
    """The rejection that a response names, if it names one."""
    told = read_extension(diagnostics, answer.view.extension(), "response")
    return told["rejection"] if told else None


def with_rejections(
    route: ir.Route, answers: tuple[Answer, ...], diagnostics: DiagnosticCollector
) -> ir.Route:
    """A route whose responses know the rejections they tell of."""
    responses = tuple(
        replace(answer.response, rejection=rejection_name(answer, diagnostics)) for answer in answers
    )
    return replace(route, responses=responses)
