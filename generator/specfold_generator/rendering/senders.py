"""senders.py: requests that a service makes of others, each a method that sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from specfold_generator.model import ir
from specfold_generator.model.http_gateway import routes_of
from specfold_generator.python.code import Code, docstring, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name, unique
from specfold_generator.rendering.api import route_arguments
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import answered

FIXED = {
    "specfold": [
        "Answer",
        "Answered",
        "Encoding",
        "HttpRoute",
        "Outgoing",
        "Parameter",
        "Post",
        "Schemas",
        "Security",
    ],
    "pathlib": ["Path"],
}
KINDS = {
    "webhook": ("Webhooks", "Sends webhooks of the {} service to the addresses that subscribers gave."),
    "callback": ("Callbacks", "Sends callbacks of the {} service to the addresses that requests gave."),
}
LOCAL = ("SCHEMAS", "answer", "request", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingView:
    """A request, and its arguments."""

    constant: Code
    arguments: tuple[tuple[Code, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A function about one request: that sends it, or that says where it goes."""

    function: Code
    request: Code
    constant: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderView:
    """All requests of one kind."""

    name: Code
    doc: Code
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendersView:
    """Everything that a service sends over HTTP."""

    head: Head
    requests: tuple[OutgoingView, ...]
    senders: tuple[SenderView, ...]
    addresses: tuple[MethodView, ...]


def senders_view(context: Context) -> SendersView | None:
    """Webhooks and callbacks; None if the service has none."""
    service = context.service
    if not service.outgoing:
        return None
    constants = [context.names.constants["outgoing", o.name] for o in service.outgoing]
    functions = unique((o.name for o in service.outgoing), function_name)
    addresses = {text: f"{made.strip('_')}_address" for text, made in functions.items()}
    taken = [*LOCAL, *constants, *addresses.values(), *(sender for sender, _ in KINDS.values())]
    imports = Imports(local=taken, fixed=FIXED)
    asked_for = [o for o in service.outgoing if _cause(service, o) is not None]
    doc = f"What the {service.name} service sends over HTTP; its answers are looked at, never obeyed."
    return SendersView(
        requests=tuple(_outgoing(context, operation) for operation in service.outgoing),
        senders=tuple(_senders(context, imports, functions)),
        addresses=tuple(_address(context, imports, o, addresses[o.name]) for o in asked_for),
        head=context.head(imports, doc, kind="openapi"),
    )


def outgoing_route(operation: ir.Operation) -> ir.Route:
    """The route of a request, whose address is known only when it is sent."""
    return replace(operation.route, path="", security=())


def _senders(context: Context, imports: Imports, functions: dict[str, str]) -> Iterable[SenderView]:
    for kind, (sender, doc) in KINDS.items():
        inside = [o for o in context.service.outgoing if o.route.kind == kind]
        if inside:
            yield SenderView(
                name=name(sender),
                doc=docstring(doc.format(context.service.name)),
                methods=tuple(_method(context, imports, o, functions[o.name]) for o in inside),
            )


def _method(context: Context, imports: Imports, operation: ir.Operation, function: str) -> MethodView:
    route = operation.route
    documented = "\n".join(f"- {answered(r)}: {r.doc}".rstrip(": ") for r in route.responses)
    said = operation.doc or f"Sends {operation.name}."
    return MethodView(
        function=name(function),
        request=context.own_class(imports, context.names.outgoing[operation.name]),
        constant=name(context.names.constants["outgoing", operation.name]),
        doc=docstring(said, f"Documented answers:\n{documented}" if documented else "", indent=8),
    )


def _address(context: Context, imports: Imports, operation: ir.Operation, function: str) -> MethodView:
    cause = operation.route.cause
    doc = f"Where {operation.name} goes, by what {cause} asked for: {operation.route.path}"
    return MethodView(
        function=name(function),
        request=context.own_class(imports, request_class(context, cause)),
        constant=name(context.names.constants["outgoing", operation.name]),
        doc=docstring(doc),
    )


def request_class(context: Context, operation: str) -> str:
    """The class of the request of an operation, whatever kind it is of."""
    names = context.names
    kinds = (names.commands, names.queries, names.operations, names.outgoing)
    return next(made[operation] for made in kinds if operation in made)


def _cause(service: ir.Service, operation: ir.Operation) -> ir.Route | None:
    routes = (*routes_of(service), *(other.route for other in service.outgoing))
    wanted = operation.route.cause
    return next((route for route in routes if wanted and route.name == wanted), None)


def _outgoing(context: Context, operation: ir.Operation) -> OutgoingView:
    cause = _cause(context.service, operation)
    arguments = {
        "route": _route(outgoing_route(operation)),
        "schemas": Code("SCHEMAS"),
        "answers": mapping(
            (literal(r.name), literal(tuple(content.media_type for content in r.contents)))
            for r in operation.route.responses
        ),
        "url": literal(operation.route.path) if cause else None,
        "cause": _route(replace(cause, security=())) if cause else None,
    }
    return OutgoingView(
        constant=name(context.names.constants["outgoing", operation.name]),
        arguments=tuple((Code(key), value) for key, value in arguments.items() if value is not None),
    )


def _route(route: ir.Route) -> Code:
    return Code(f"HttpRoute({', '.join(f'{key}={value}' for key, value in route_arguments(route, {}))})")
