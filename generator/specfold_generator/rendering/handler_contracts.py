"""What handwritten modules provide: one contract each, printed as a protocol and as a stub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names
from specfold_generator.diagnostics.diagnostic import Location, Related, SpecError
from specfold_generator.model import ir
from specfold_generator.model.event_sources import reads_a_log
from specfold_generator.python.code import Code, either, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name
from specfold_generator.rendering.context import Context, unique_codes
from specfold_generator.rendering.message_metadata import answer_type, told
from specfold_generator.rendering.messages import union_name
from specfold_generator.rendering.names import UPCASTERS, package_of

STATE = Code("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A pure function: positional parameters, and what it returns. `doc` is raw text of the spec."""

    name: Code
    parameters: tuple[tuple[str, Code], ...]
    returns: Code
    origin: Location
    keywords: tuple[tuple[str, Code], ...] = ()  # given by name
    doc: str = ""
    hint: str = ""  # what to write here, for the stub


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A handwritten module: the protocol it satisfies and its functions."""

    module: str
    protocol: str
    doc: str
    methods: tuple[Method, ...]
    aggregate: ir.Aggregate | None = None  # its decider, if it is one: generic in its state


Maker = Callable[[Imports, Code], Contract]


def all_contracts(context: Context, imports: Imports) -> tuple[Contract, ...]:
    """Every contract that a protocol of handlers.py stands for, generic in the state of an aggregate."""
    return tuple(make(imports, STATE) for _, make in makers(context))


def makers(context: Context) -> tuple[tuple[str, Maker], ...]:
    """By handwritten module, what makes its contract from the imports of a file and the name of a state."""
    service, names = context.service, context.names
    found: list[tuple[str, Maker]] = [
        (names.aggregate_modules[a.name], partial(_decider, context, a)) for a in service.aggregates
    ]
    rows = [row for row in service.read_models if row.sources]
    found += [(names.row_modules[row.name], partial(_projection, context, row)) for row in rows]
    found += [(names.policy_modules[p.name], partial(_policy, context, p)) for p in service.policies]
    modules = sorted(set(names.operation_modules.values()))
    found += [(module, partial(_operations, context, module)) for module in modules]
    return tuple(found)


def upcasters(context: Context, imports: Imports) -> Contract | None:
    """The contract of upcasters.py; None if every event has one version."""
    methods = [
        Method(
            name=name(function_name(context.names.events[event.name, old.number])),
            parameters=(("event", context.event_class(imports, event, old.number)),),
            returns=context.event_class(imports, event, new.number),
            origin=old.origin,
            doc=f"Version {old.number} of {event.name} as version {new.number}.",
            hint=f"{event.name}, version {old.number}, as version {new.number}",
        )
        for event in context.service.events
        for old, new in zip(event.versions, event.versions[1:], strict=False)
    ]
    doc = "How facts of older versions read today, each as the next version."
    if not methods:
        return None
    return Contract(module=UPCASTERS, protocol="Upcasters", doc=doc, methods=tuple(methods))


def handler(context: Context, event: ir.Event) -> Code:
    """The function that takes an event: "OrderPlaced" -> on_order_placed.

    An event of another service says so if this service has one of the same name.
    """
    owner = context.owner(event)
    foreign = owner != context.service.name
    lead = f"{package_of(owner)}_" if foreign and _own_has(context.service, event.name) else ""
    names = context.foreign[owner] if foreign else context.names
    return name(function_name(f"on_{lead}{names.event_stems[event.name]}"))


def _own_has(service: ir.Service, event: str) -> bool:
    return any(known.name == event for known in service.events)


def policy_events(context: Context, policy: ir.Policy) -> tuple[ir.Event, ...]:
    """The events that a policy reacts to."""
    return tuple(context.event(event, policy.channel_service) for event in policy.events)


def _policy(context: Context, policy: ir.Policy, imports: Imports, _state: Code) -> Contract:
    """A policy, or a consumer of plain messages."""
    plain = not reads_a_log(context.service, policy)
    issued = [context.own_class(imports, context.names.commands[command]) for command in policy.issues]
    returns = Code(f"Sequence[{either(issued)}]") if issued else Code("None")
    pure = (
        "Pure: event in, commands out."
        if issued
        else "Called once or more for a message: repeating it must do no harm."
    )
    methods = tuple(
        Method(
            name=handler(context, event),
            parameters=(("event", context.event_class(imports, event)),),
            keywords=told(context, imports, policy, event) if plain else (),
            returns=answer_type(context, imports, policy) if plain and policy.reply else returns,
            origin=policy.origin,
            doc=event.doc,
            hint=f"what to do about {event.name}",
        )
        for event in policy_events(context, policy)
    )
    contract = Contract(
        module=context.names.policy_modules[policy.name],
        protocol=context.names.protocols["policy", policy.name],
        doc=f"{policy.doc}\n\n{pure}",
        methods=methods,
    )
    return _checked(contract)


def _checked(contract: Contract) -> Contract:
    """A module cannot define one function twice."""
    diagnostics = DiagnosticCollector()
    seen: dict[str, Method] = {}
    for method in contract.methods:
        first = seen.setdefault(method.name, method)
        if first is not method:
            message = (
                f"two functions of handwritten module `{contract.module}` would be called `{method.name}`"
            )
            related = [Related(first.origin, "the first of them")]
            diagnostics.add("SPF601", method.origin, message, help="rename one of the two", related=related)
    if diagnostics.failed:
        raise SpecError(diagnostics.all)
    return contract


def _decider(context: Context, aggregate: ir.Aggregate, imports: Imports, state: Code) -> Contract:
    events = Code("Event")
    if aggregate.events:
        events = imports.use(f"{context.package}.events", union_name(context, aggregate.name))
    commands = [c for c in context.service.commands if c.aggregate == aggregate.name]
    methods = (
        Method(
            name=Code("initial"),
            parameters=(),
            returns=state,
            origin=aggregate.origin,
            doc="The state before the first event.",
        ),
        Method(
            name=Code("evolve"),
            parameters=(("state", state), ("event", events)),
            returns=state,
            origin=aggregate.origin,
            doc="The state after an event. It never refuses: an event is a fact.",
        ),
        *(_decision(context, imports, command, state, events) for command in commands),
    )
    doc = (
        f"Decisions of the {aggregate.name} aggregate: pure functions; the time is an argument.\n\n"
        "A decision returns events, none if nothing changes, or the reason why not."
    )
    contract = Contract(
        module=context.names.aggregate_modules[aggregate.name],
        protocol=context.names.protocols["aggregate", aggregate.name],
        doc=doc,
        methods=methods,
        aggregate=aggregate,
    )
    return _checked(contract)


def _decision(context: Context, imports: Imports, command: ir.Command, state: Code, events: Code) -> Method:
    emitted = [context.event_class(imports, context.event(event, "")) for event in command.emits]
    reasons = [context.own_class(imports, context.names.rejections[r.name]) for r in command.rejections]
    returns = either([Code(f"Sequence[{either(emitted) or events}]"), *unique_codes(reasons)])
    may = (
        f"May emit {join_names(command.emits, 'or')}."
        if command.emits
        else "May emit any event of the aggregate."
    )
    refusals = [f"{reason.name} ({reason.status}): {reason.doc}" for reason in command.rejections]
    refuse = "\n".join(["May refuse with:", *(f"- {line}" for line in refusals)]) if refusals else ""
    return Method(
        name=name(function_name(command.name)),
        parameters=(
            ("command", context.own_class(imports, context.names.commands[command.name])),
            ("state", state),
            ("at", Code("datetime")),
        ),
        returns=returns,
        origin=command.origin,
        doc="\n\n".join(filter(None, (command.doc, may, refuse))),
        hint=f"decide {command.name}",
    )


def _projection(context: Context, row: ir.ReadModel, imports: Imports, _state: Code) -> Contract:
    made = context.own_class(imports, context.names.rows[row.name])
    maybe = Code(f"{made} | None")
    methods = []
    for source in row.sources:
        event = context.event(source.event, source.service)
        methods.append(
            Method(
                name=handler(context, event),
                parameters=(("row", maybe), ("event", context.event_class(imports, event))),
                returns=maybe,
                origin=row.origin,
                doc=event.doc,
                hint=f"how {event.name} changes a row of {row.name}",
            )
        )
    pure = (
        "a pure fold, one row per aggregate. None is no row."
        if row.per_aggregate
        else "a pure fold over many aggregates, so it must commute between them. None is no row."
    )
    contract = Contract(
        module=context.names.row_modules[row.name],
        protocol=context.names.protocols["row", row.name],
        doc=f"The read model {row.name}: {pure}",
        methods=tuple(methods),
    )
    return _checked(contract)


def _operations(context: Context, module: str, imports: Imports, _state: Code) -> Contract:
    names = context.names
    inside = [o for o in context.service.operations if names.operation_modules[o.name] == module]
    return _checked(
        Contract(
            module=module,
            protocol=names.protocols["operations", module],
            doc="Operations that are answered wholly by hand.",
            methods=tuple(_operation(context, imports, operation) for operation in inside),
        )
    )


def _operation(context: Context, imports: Imports, operation: ir.Operation) -> Method:
    request = context.own_class(imports, context.names.operations[operation.name])
    answers = ", ".join(answered(response) for response in operation.route.responses)
    return Method(
        name=operation_function(context, operation),
        parameters=(("request", request),),
        returns=Code("Answer"),
        origin=operation.origin,
        doc="\n\n".join(filter(None, (operation.doc, f"Documented answers: {answers}." if answers else ""))),
        hint=f"answer {operation.name}",
    )


def operation_function(context: Context, operation: ir.Operation) -> Code:
    """The handwritten function of a plain operation: named as its request class is."""
    return name(function_name(context.names.operations[operation.name]))


def answered(response: ir.Response) -> str:
    """A status, and what it comes with as the spec calls it: "200 (Pet)"."""
    schemas = [content.shape.schema for content in response.contents if content.shape]
    references = [str(s["$ref"]) for s in schemas if isinstance(s, Mapping) and "$ref" in s]
    names = dict.fromkeys(reference.rpartition("/")[2] for reference in references)
    return f"{response.name} ({', '.join(names)})" if names else response.name
