"""Commands of aggregates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from specfold_generator.diagnostics.collector import Findings, nearest, shown
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.extensions import read_extension
from specfold_generator.documents.openapi.document import Answer, Entry
from specfold_generator.documents.openapi.requests import Request, Requests
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Catalogue
from specfold_generator.source.references import Location


class Commands:
    """Makes commands of operations that name an aggregate."""

    def __init__(
        self,
        requests: Requests,
        catalogue: Catalogue,
        aggregates: dict[str, ir.Aggregate],
        findings: Findings,
    ) -> None:
        self._requests = requests
        self._catalogue = catalogue
        self._aggregates = aggregates
        self._findings = findings

    def command(self, entry: Entry, at: Location) -> ir.Command | None:
        """The command that an extension at `at` makes of an operation; None, and findings, if it does not."""
        told = read_extension(self._findings, at, "command")
        if told is None:
            return None
        if entry.route.method in ("GET", "HEAD", "OPTIONS", "TRACE", "QUERY"):
            message = f"{entry.route.method} asks and changes nothing; {shown(entry.route.name)} is a command"
            self._findings.add("SPF422", at.span, message, mend="make it a POST, or name a `readModel`")
        aggregate = self._aggregates.get(told["aggregate"])
        if aggregate is None:
            message = f"there is no aggregate {shown(told['aggregate'])}"
            mend = nearest(told["aggregate"], self._aggregates)
            self._findings.add("SPF405", at.child("aggregate").span, message, mend=mend)
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
            rejections=rejections(entry.answers, self._findings),
            creates=creates,
            identity_from=self._identity(at, aggregate, request, creates),
            route=with_rejections(request.route, entry.answers, self._findings),
        )

    def _emits(self, at: Location, told: dict[str, Any], aggregate: ir.Aggregate) -> tuple[str, ...]:
        for index, name in enumerate(told["emits"]):
            span = at.child("emits", index).span
            group = self._catalogue.groups.get(name)
            if group is None:
                message = f"this service has no event {shown(name)}"
                self._findings.add("SPF406", span, message, mend=nearest(name, aggregate.events))
            elif group.aggregate != aggregate.name:
                whose = f"of {shown(group.aggregate)}" if group.aggregate else "of no aggregate"
                message = (
                    f"{shown(name)} is an event {whose}; a command of {shown(aggregate.name)} cannot emit it"
                )
                related = [Related(group.latest.message.view.span, "the event")]
                mend = nearest(name, aggregate.events)
                self._findings.add("SPF407", span, message, related=related, mend=mend)
        return tuple(told["emits"])

    def _identity(
        self, at: Location, aggregate: ir.Aggregate, request: Request, creates: bool
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
            message = f"{shown(wanted)} says which {aggregate.name} is meant, so it is required"
            self._findings.add("SPF423", at.span, message, mend=f"add {wanted} to `required` of the body")
            return "body"
        if not creates:
            which = f"nothing says which {aggregate.name} is meant"
            message = f"{which}: neither the path nor the body has {shown(wanted)}"
            mend = f"add `{{{wanted}}}` to the path, or write `creates: true`"
            related = [Related(aggregate.origin, f"its identity is {wanted}")]
            self._findings.add("SPF424", at.span, message, mend=mend, related=related)
        return "generated"


def rejections(answers: tuple[Answer, ...], findings: Findings) -> tuple[ir.Rejection, ...]:
    """The reasons that the answers of a command name."""
    found: dict[str, ir.Rejection] = {}
    for answer in answers:
        name = rejection_name(answer, findings)
        if name is None:
            continue
        status, at = answer.response.name, answer.view.span
        if not status.isdigit() or int(status) < 400:
            message = f"{shown(name)} is a rejection, and {shown(status)} tells of none"
            findings.add("SPF425", at, message, mend="give it under a status from 400 to 599")
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
            message = f"the rejection {shown(name)} has two statuses: {first.status} and {rejection.status}"
            findings.add("SPF426", at, message, related=[Related(first.origin, "the other one")])
    return tuple(found.values())


def rejection_name(answer: Answer, findings: Findings) -> str | None:
    """The rejection that a response names, if it names one."""
    told = read_extension(findings, answer.view.extension(), "response")
    return told["rejection"] if told else None


def with_rejections(route: ir.Route, answers: tuple[Answer, ...], findings: Findings) -> ir.Route:
    """A route whose responses know the rejections they tell of."""
    responses = tuple(
        replace(answer.response, rejection=rejection_name(answer, findings)) for answer in answers
    )
    return replace(route, responses=responses)
