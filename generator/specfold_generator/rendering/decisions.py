"""decisions.py: the aggregates and commands of a service, bound to handwritten deciders."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.model import ir
from specfold_generator.python.code import Code, call, docstring, listed, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name
from specfold_generator.rendering.context import Context, Head

FIXED = {
    "specfold": ["Aggregate", "Decision", "fill_missing_handlers"],
    "typing": ["TypeVar"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateView:
    """An aggregate and the handwritten module that decides for it."""

    constant: Code
    function: Code
    protocol: Code
    module: Code
    doc: Code
    name: Code
    identity: Code
    channel: Code
    events: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A command and the function that decides it."""

    constant: Code
    binding: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsView:
    """All aggregates and commands of a service."""

    head: Head
    aggregates: tuple[AggregateView, ...]
    decisions: tuple[DecisionView, ...]


def decisions_view(context: Context) -> DecisionsView | None:
    """The aggregates and commands; None if the service has no aggregate."""
    if not context.service.aggregates:
        return None
    constants = (
        made for kind, made in context.names.constants.items() if kind[0] in ("aggregate", "command")
    )
    imports = Imports(local=["S", "decider", *constants], fixed=FIXED)
    aggregates = tuple(_aggregate(context, imports, aggregate) for aggregate in context.service.aggregates)
    decisions = tuple(_decision(context, imports, command) for command in context.service.commands)
    doc = f"The commands of the {context.service.name} service, each with the function that decides it."
    return DecisionsView(head=context.head(imports, doc), aggregates=aggregates, decisions=decisions)


def _aggregate(context: Context, imports: Imports, aggregate: ir.Aggregate) -> AggregateView:
    constant = context.names.constants["aggregate", aggregate.name]
    return AggregateView(
        constant=name(constant),
        function=name(f"_{constant.lower()}"),
        protocol=context.protocol(imports, "aggregate", aggregate.name),
        module=imports.use(context.handwritten, context.names.aggregate_modules[aggregate.name]),
        doc=docstring(aggregate.doc or f"The {aggregate.name} aggregate."),
        name=literal(aggregate.name),
        identity=literal(aggregate.identity),
        channel=literal(aggregate.channel),
        events=listed(context.event_class(imports, context.event(event, "")) for event in aggregate.events),
    )


def _decision(context: Context, imports: Imports, command: ir.Command) -> DecisionView:
    module = imports.use(context.handwritten, context.names.aggregate_modules[command.aggregate])
    binding = call(
        "Decision",
        name=literal(command.name),
        command=context.own_class(imports, context.names.commands[command.name]),
        aggregate=name(context.names.constants["aggregate", command.aggregate]),
        decide=name(f"{module}.{function_name(command.name)}"),
        creates=literal(True) if command.creates else None,
        generates_identity=literal(True) if command.identity_from == "generated" else None,
    )
    return DecisionView(constant=name(context.names.constants["command", command.name]), binding=binding)
