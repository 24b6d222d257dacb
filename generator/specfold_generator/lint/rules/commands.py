"""Rules for commands: who may ask, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir

LATE = frozenset(("409", "412", "4XX", "default"))
MADE = frozenset(("201", "2XX", "default"))


def _answers(command: ir.Command) -> frozenset[str]:
    return frozenset(response.name.replace("x", "X") for response in command.route.responses)


def _conflict(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for command in service.commands:
        if not LATE & _answers(command):
            message = f"{quoted(command.name)} tells neither by 409 nor by 412 that somebody else was first"
            help = "document a 409, for two at once, and a 412 if clients send `If-Match`"
            yield hit(command, message, help)


def _creation(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for command in service.commands:
        if command.creates and not MADE & _answers(command):
            message = f"{quoted(command.name)} creates {quoted(command.aggregate)}, and no answer is a 201"
            yield hit(command, message, "document `'201'` among its responses")


def _open(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    """Once for a service that closes none: it is one decision, not as many as there are commands."""
    free = [c for c in service.commands if not c.route.security or not all(c.route.security)]
    help = "write `security` at the operation, or at the root of the document for all of them"
    if len(free) > 1 and len(free) == len(service.commands):
        message = f"every command is open to all: {join_names(c.name for c in free[:8])}"
        yield hit(free[0], message + (" …" if len(free) > 8 else ""), help)
        return
    for command in free:
        yield hit(command, f"{quoted(command.name)} is open to all", help)


def _uncreated(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for aggregate in service.aggregates:
        commands = [c for c in service.commands if c.aggregate == aggregate.name]
        if commands and not any(c.creates for c in commands):
            message = f"no command says that it creates {quoted(aggregate.name)}"
            help = (
                "write `creates: true` at the one that begins its history, perhaps "
                f"{quoted(commands[0].name)}"
            )
            yield hit(aggregate, message, help)


def _without_example(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for command in service.commands:
        body = command.route.body
        shapes = [content.shape for content in body.contents if content.shape] if body else []
        if shapes and not any(shape.examples for shape in shapes):
            message = f"the body of {quoted(command.name)} has no example"
            yield hit(command, message, "write `example` beside the schema of its body")


RULES = (
    Rule("SPF511", "commands", _conflict),
    Rule("SPF512", "commands", _creation),
    Rule("SPF513", "commands", _open),
    Rule("SPF514", "commands", _uncreated),
    Rule("SPF515", "commands", _without_example),
)
