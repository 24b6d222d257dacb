"""The events of one service: messages, grouped into the versions of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location, Related
from specfold_generator.documents.asyncapi.model import Message
from specfold_generator.documents.extensions import read_extension
from specfold_generator.source.object_view import Identity


@dataclass(frozen=True, kw_only=True)
class Form:
    """One published form of an event."""

    number: int
    deprecated: bool
    message: Message
    span: Location  # where its version is said


@dataclass(frozen=True, kw_only=True)
class Group:
    """An event: its forms, ascending."""

    name: str
    service: str
    aggregate: str | None
    aggregate_span: Location
    forms: tuple[Form, ...]

    @property
    def latest(self) -> Form:
        """The form that is written today."""
        return self.forms[-1]


@dataclass(frozen=True)
class Catalogue:
    """The events of one service, by name and by message."""

    groups: Mapping[str, Group] = field(default_factory=dict)
    by_message: Mapping[Identity, Group] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Said:
    event: str
    aggregate: str | None
    aggregate_span: Location
    form: Form


def read_catalogue(service: str, messages: Iterable[Message], diagnostics: DiagnosticCollector) -> Catalogue:
    """Group the messages of a service by the event they say they are."""
    by_event: dict[str, list[_Said]] = {}
    for message in messages:
        said = _said(message, diagnostics)
        by_event.setdefault(said.event, []).append(said)
    groups = {name: _group(service, name, said, diagnostics) for name, said in sorted(by_event.items())}
    by_message = {
        known: group
        for group in groups.values()
        for form in group.forms
        for known in (form.message.id, *form.message.aliases)
    }
    return Catalogue(groups, by_message)


def _said(message: Message, diagnostics: DiagnosticCollector) -> _Said:
    at = message.view.extension()
    told = read_extension(diagnostics, at, "message") or {}
    span = message.view.span
    where = {
        key: at.child(key).span if at is not None and key in told else span
        for key in ("aggregate", "version")
    }
    return _Said(
        event=told.get("event") or message.name,
        aggregate=told.get("aggregate"),
        aggregate_span=where["aggregate"],
        form=Form(
            number=int(told.get("version", 1)),
            deprecated=bool(told.get("deprecated", False)),
            message=message,
            span=where["version"],
        ),
    )


def _group(service: str, name: str, said: list[_Said], diagnostics: DiagnosticCollector) -> Group:
    said.sort(key=lambda s: s.form.number)
    forms: dict[int, Form] = {}
    for one in said:
        first = forms.setdefault(one.form.number, one.form)
        if first is not one.form:
            _two_of_one(name, first, one.form, diagnostics)
    ordered = tuple(forms[number] for number in sorted(forms))
    _check_gaps(name, ordered, diagnostics)
    _check_deprecation(name, ordered, diagnostics)
    aggregates = {one.aggregate for one in said}
    if len(aggregates) > 1:
        message = f"the versions of {quoted(name)} belong to different aggregates"
        related = [Related(said[0].aggregate_span, "the other one")]
        diagnostics.add("SPF413", said[-1].aggregate_span, message, related=related)
    latest = said[-1]
    return Group(
        name=name,
        service=service,
        aggregate=latest.aggregate,
        aggregate_span=latest.aggregate_span,
        forms=ordered,
    )


def _two_of_one(name: str, first: Form, second: Form, diagnostics: DiagnosticCollector) -> None:
    message = (
        f"the messages {quoted(first.message.key)} and {quoted(second.message.key)} are both version "
        f"{first.number} of {quoted(name)}"
    )
    version = f"`x-event-sourcing: {{event: {name}, version: {first.number + 1}}}`"
    help = f"write {version} at the newer one, or give them different names"
    related = [Related(first.span, "the other one")]
    diagnostics.add("SPF411", second.span, message, help=help, related=related)


def _check_gaps(name: str, forms: tuple[Form, ...], diagnostics: DiagnosticCollector) -> None:
    numbers = [form.number for form in forms]
    missing = [number for number in range(1, numbers[-1]) if number not in numbers]
    if missing:
        told = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
        message = f"{quoted(name)} has version {numbers[-1]} and no version {told}"
        help = "every version that was ever published stays in the document: old events are read with it"
        diagnostics.add("SPF412", forms[-1].span, message, help=help)


def _check_deprecation(name: str, forms: tuple[Form, ...], diagnostics: DiagnosticCollector) -> None:
    for form in forms[:-1]:
        if not form.deprecated:
            message = f"version {form.number} of {quoted(name)} is superseded; it is read as deprecated"
            diagnostics.add("SPF414", form.span, message, help="write `deprecated: true` beside its version")
