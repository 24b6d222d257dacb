"""The events of one service: messages, grouped into the versions of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from specfold_generator.diagnostics.collector import Findings, shown
from specfold_generator.diagnostics.diagnostic import Related, Span
from specfold_generator.documents.asyncapi.model import Message
from specfold_generator.documents.extensions import read_extension
from specfold_generator.source.object_view import Identity


@dataclass(frozen=True, kw_only=True)
class Form:
    """One published form of an event."""

    number: int
    deprecated: bool
    message: Message
    span: Span  # where its version is said


@dataclass(frozen=True, kw_only=True)
class Group:
    """An event: its forms, ascending."""

    name: str
    service: str
    aggregate: str | None
    aggregate_span: Span
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
    aggregate_span: Span
    form: Form


def read_catalogue(service: str, messages: Iterable[Message], findings: Findings) -> Catalogue:
    """Group the messages of a service by the event they say they are."""
    by_event: dict[str, list[_Said]] = {}
    for message in messages:
        said = _said(message, findings)
        by_event.setdefault(said.event, []).append(said)
    groups = {name: _group(service, name, said, findings) for name, said in sorted(by_event.items())}
    by_message = {
        known: group
        for group in groups.values()
        for form in group.forms
        for known in (form.message.id, *form.message.aliases)
    }
    return Catalogue(groups, by_message)


def _said(message: Message, findings: Findings) -> _Said:
    at = message.view.extension()
    told = read_extension(findings, at, "message") or {}
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


def _group(service: str, name: str, said: list[_Said], findings: Findings) -> Group:
    said.sort(key=lambda s: s.form.number)
    forms: dict[int, Form] = {}
    for one in said:
        first = forms.setdefault(one.form.number, one.form)
        if first is not one.form:
            _two_of_one(name, first, one.form, findings)
    ordered = tuple(forms[number] for number in sorted(forms))
    _check_gaps(name, ordered, findings)
    _check_deprecation(name, ordered, findings)
    aggregates = {one.aggregate for one in said}
    if len(aggregates) > 1:
        message = f"the versions of {shown(name)} belong to different aggregates"
        related = [Related(said[0].aggregate_span, "the other one")]
        findings.add("SPF413", said[-1].aggregate_span, message, related=related)
    latest = said[-1]
    return Group(
        name=name,
        service=service,
        aggregate=latest.aggregate,
        aggregate_span=latest.aggregate_span,
        forms=ordered,
    )


def _two_of_one(name: str, first: Form, second: Form, findings: Findings) -> None:
    message = (
        f"the messages {shown(first.message.key)} and {shown(second.message.key)} are both version "
        f"{first.number} of {shown(name)}"
    )
    version = f"`x-event-sourcing: {{event: {name}, version: {first.number + 1}}}`"
    mend = f"write {version} at the newer one, or give them different names"
    related = [Related(first.span, "the other one")]
    findings.add("SPF411", second.span, message, mend=mend, related=related)


def _check_gaps(name: str, forms: tuple[Form, ...], findings: Findings) -> None:
    numbers = [form.number for form in forms]
    missing = [number for number in range(1, numbers[-1]) if number not in numbers]
    if missing:
        told = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
        message = f"{shown(name)} has version {numbers[-1]} and no version {told}"
        mend = "every version that was ever published stays in the document: old events are read with it"
        findings.add("SPF412", forms[-1].span, message, mend=mend)


def _check_deprecation(name: str, forms: tuple[Form, ...], findings: Findings) -> None:
    for form in forms[:-1]:
        if not form.deprecated:
            message = f"version {form.number} of {shown(name)} is superseded; it is read as deprecated"
            findings.add("SPF414", form.span, message, mend="write `deprecated: true` beside its version")
