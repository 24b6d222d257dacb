"""api.py: the HTTP API of a service, operation by operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specfold.model.shared.media_types import JSON

from specfold_generator.model import ir
from specfold_generator.python.code import Code, call, listed, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name, unique
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import operation_function
from specfold_generator.rendering.messages import success
from specfold_generator.rendering.query_functions import AnswerView, answer_view
from specfold_generator.rendering.schemas import variant_name

FIXED = {
    "specfold": [
        "CommandRoute",
        "Encoding",
        "Found",
        "HttpRoute",
        "OperationRoute",
        "Parameter",
        "QueryRoute",
        "RowPage",
        "RowStore",
        "Security",
        "fill_missing_handlers",
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """A handwritten module of operations, held to its protocol."""

    constant: Code
    protocol: Code
    module: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """One route: the class of the runtime, and its arguments."""

    kind: Code
    arguments: tuple[tuple[Code, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiView:
    """All routes of a service."""

    head: Head
    answers: tuple[AnswerView, ...]
    bindings: tuple[BindingView, ...]
    routes: tuple[RouteView, ...]


def api_view(context: Context) -> ApiView | None:
    """The routes; None if the service has none."""
    service = context.service
    if not (service.commands or service.queries or service.operations):
        return None
    functions = unique((query.name for query in service.queries), function_name)
    modules = sorted(set(context.names.operation_modules.values()))
    constants = {module: f"_{module.upper()}" for module in modules}
    local = [*functions.values(), *constants.values(), "ROUTES", "request", "rows"]
    imports = Imports(local=local, fixed=FIXED)
    answers = tuple(answer_view(context, imports, query, functions[query.name]) for query in service.queries)
    routes = (
        *(_command(context, imports, command) for command in service.commands),
        *(_query(context, imports, query, functions[query.name]) for query in service.queries),
        *(_operation(context, imports, operation, constants) for operation in service.operations),
    )
    bindings = tuple(
        BindingView(
            constant=name(constants[module]),
            protocol=context.protocol(imports, "operations", module),
            module=imports.use(context.handwritten, module),
        )
        for module in modules
    )
    doc = f"The HTTP API of the {service.name} service, operation by operation."
    return ApiView(head=context.head(imports, doc), answers=answers, bindings=bindings, routes=routes)


def _command(context: Context, imports: Imports, command: ir.Command) -> RouteView:
    decision = imports.use(f"{context.package}.decisions", context.names.constants["command", command.name])
    done = success(command.route)
    own = {"decision": decision, "success": literal(done) if done != 200 else None}
    return _route("CommandRoute", command.route, own)


def _query(context: Context, imports: Imports, query: ir.Query, function: str) -> RouteView:
    page = query.page
    own = {
        "request": context.own_class(imports, context.names.queries[query.name]),
        "answer": name(function),
        "view": literal(query.read_model),
        "items": literal(page.items) if page and page.items else None,
        "next": literal(page.next) if page and page.next else None,
    }
    return _route("QueryRoute", query.route, own)


def _operation(
    context: Context, imports: Imports, operation: ir.Operation, constants: Mapping[str, str]
) -> RouteView:
    module = constants[context.names.operation_modules[operation.name]]
    own = {
        "request": context.own_class(imports, context.names.operations[operation.name]),
        "handle": name(f"{module}.{operation_function(context, operation)}"),
    }
    return _route("OperationRoute", operation.route, own)


def _route(kind: str, route: ir.Route, own: Mapping[str, Code | None]) -> RouteView:
    return RouteView(kind=Code(kind), arguments=route_arguments(route, own))


def route_arguments(route: ir.Route, own: Mapping[str, Code | None]) -> tuple[tuple[Code, Code], ...]:
    """The arguments of a route of `specfold.model.service`, with those of its own kind."""
    body = route.body
    types = tuple(content.media_type for content in body.contents) if body else ()
    arguments: dict[str, Code | None] = {
        "name": literal(route.name),
        "method": literal(route.method),
        "path": literal(route.path),
        **own,
        "parameters": listed(map(_parameter, route.parameters)) if route.parameters else None,
        "body": literal(route.body_member or "") if body else None,
        "body_required": literal(True) if body and body.required else None,
        "content_types": literal(types) if types not in ((), (JSON,)) else None,
        "variants": _variants(route) if route.variants else None,
        "encodings": _encodings(body) if body else None,
        "shared": literal(route.shared) if route.shared else None,
        "security": _security(route),
    }
    return tuple((Code(key), value) for key, value in arguments.items() if value is not None)


def _variants(route: ir.Route) -> Code:
    return mapping((literal(v.media_type), literal(variant_name(route, v))) for v in route.variants)


def _encodings(body: ir.Body) -> Code | None:
    """By media type and member, how forms are written; None where the document says nothing of it."""
    told = {
        literal(content.media_type): mapping((literal(e.member), _encoding(e)) for e in content.encodings)
        for content in body.contents
        if content.encodings
    }
    return mapping(told.items()) if told else None


def _encoding(encoding: ir.Encoding) -> Code:
    types, style = encoding.content_types, encoding.style
    return call(
        "Encoding",
        content_types=literal(types) if types else None,
        style=literal(style) if style else None,
        explode=literal(False) if style and not encoding.explode else None,
    )


def _parameter(parameter: ir.Parameter) -> Code:
    """A `specfold.Parameter`, with its style unless that is the default of OpenAPI."""
    given = [literal(parameter.name), literal(parameter.where), literal(parameter.member or parameter.name)]
    if parameter.style != "simple":
        given.append(Code(f"style={literal(parameter.style)}"))
    if parameter.explode:
        given.append(Code("explode=True"))
    if parameter.reserved:
        given.append(Code("reserved=True"))
    if parameter.empty:
        given.append(Code("empty=True"))
    if parameter.content_type:
        given.append(Code(f"content_type={literal(parameter.content_type)}"))
    return Code(f"Parameter({', '.join(given)})")


def _security(route: ir.Route) -> Code | None:
    """Every way in. A way that asks for two schemes at once names both: no single token opens it."""
    if not route.security or not all(route.security):
        return None
    ways = []
    for way in route.security:
        scheme = " and ".join(requirement.scheme for requirement in way)
        scopes = tuple(dict.fromkeys(scope for requirement in way for scope in requirement.scopes))
        ways.append(call("Security", scheme=literal(scheme), scopes=literal(scopes) if scopes else None))
    return listed(ways)
