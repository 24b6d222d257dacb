"""Scenarios: what people write so that a contract test can reach an event or a rejection."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.model import ir
from specfold_generator.python.code import Code, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.handler_contracts import Contract, Method
from specfold_generator.rendering.names import SCENARIOS


def emission(command: ir.Command, event: str) -> str:
    """The function that shows how a command makes an event happen; any event where none is named."""
    return function_name(f"{command.name} emits {event or 'something'}")


def rejection(command: ir.Command, reason: ir.Rejection) -> str:
    """The function that shows when a command is refused for a reason."""
    return function_name(f"{command.name} is refused as {reason.name}")


def scenarios(context: Context, _imports: Imports) -> Contract | None:
    """What scenarios.py provides; None if the service has no command."""
    methods = {str(m.name): m for command in context.service.commands for m in _methods(command)}
    doc = (
        "When what happens, and when what is refused: a scenario for every event and every rejection.\n\n"
        "The contract tests play them over HTTP and hold the answers against the specs."
    )
    if not methods:
        return None
    return Contract(module=SCENARIOS, protocol="", doc=doc, methods=tuple(methods.values()))


def _methods(command: ir.Command) -> Iterator[Method]:
    for event in command.emits or ("",):
        yield Method(
            name=name(emission(command, event)),
            parameters=(),
            returns=Code("Scenario"),
            origin=command.origin,
            doc=f"A history and a {command.name} by which {event or 'something'} happens.",
            hint=f"a scenario in which {command.name} makes {event or 'something'} happen",
        )
    for reason in command.rejections:
        yield Method(
            name=name(rejection(command, reason)),
            parameters=(),
            returns=Code("Scenario"),
            origin=reason.origin,
            doc=f"{reason.doc or reason.name} ({reason.status})",
            hint=f"a scenario in which {command.name} is refused as {reason.name}",
        )
