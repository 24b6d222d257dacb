"""Rules for events: facts are emitted, read, shown by example, and outlive their versions."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.members import members
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir
from specfold_generator.model.event_sources import owner_of


def _unemitted(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    deciding = {command.aggregate for command in service.commands}
    emitted = {name for command in service.commands for name in command.emits}
    for event in service.events:
        if event.aggregate in deciding and event.name not in emitted and not event.latest.deprecated:
            message = f"no command of {quoted(event.aggregate or '')} emits {quoted(event.name)}"
            help = (
                "name it in the `emits` of a command; if it is history, write `deprecated: true` beside its "
                "version"
            )
            yield hit(event, message, help)


def _unread(service: ir.Service, services: Services) -> Iterator[RuleDiagnostic]:
    read = {
        place
        for other in services.values()
        for place in (
            *((source.service, source.event) for row in other.read_models for source in row.sources),
            *((policy.channel_service, event) for policy in other.policies for event in policy.events),
        )
    }
    for event in service.events:
        if event.aggregate and (owner_of(service, event), event.name) not in read:
            message = f"no read model and no policy of this project reads {quoted(event.name)}"
            yield hit(event, message, "name it in the `from` of a read model, or receive it by an operation")


def _deprecated(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    emitted = {name: command for command in service.commands for name in command.emits}
    for event in service.events:
        if event.latest.deprecated and event.name in emitted:
            command = emitted[event.name].name
            message = (
                f"the latest version of {quoted(event.name)} is deprecated, and {quoted(command)} emits it"
            )
            help = (
                f"take {event.name} from the `emits` of {command}, or add the version that replaces this one"
            )
            yield hit(event, message, help)


def _without_example(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for event in service.events:
        for version in event.versions:
            if event.aggregate and not version.shape.examples:
                message = f"version {version.number} of {quoted(event.name)} has no example"
                yield hit(version, message, "write `examples: [{payload: ...}]` at the message")


def _invented(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for event in service.events:
        for old, new in zip(event.versions, event.versions[1:], strict=False):
            had = members(old.shape)
            lacking = [name for name in new.shape.required if name not in had]
            if had and lacking:
                message = (
                    f"version {new.number} of {quoted(event.name)} requires {join_names(lacking)}, which "
                    f"version {old.number} does not tell by that name: the upcaster must know it from elsewhere"  # noqa: E501 - one sentence
                )
                help = f"make it optional, so that version {old.number} need not say what nobody knew"
                yield hit(new, message, help)


RULES = (
    Rule("SPF501", "events", _unemitted),
    Rule("SPF502", "events", _unread),
    Rule("SPF503", "events", _deprecated),
    Rule("SPF504", "events", _without_example),
    Rule("SPF505", "events", _invented),
)
