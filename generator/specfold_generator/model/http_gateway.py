"""Routes and authorizers of the HTTP API, as API Gateway knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from specfold.model.shared.http import OUTCOMES
from specfold.model.shared.limits import METHODS, PLAIN_SEGMENT

from specfold_generator.model import ir
from specfold_generator.model.topology import Authorizer, GatewayRoute

_PARAMETER = re.compile(r"\{[^{}]*\}")


def routes_of(service: ir.Service) -> tuple[ir.Route, ...]:
    """Every route of a service: commands, queries, then what is answered by hand."""
    commands = (command.route for command in service.commands)
    queries = (query.route for query in service.queries)
    return (*commands, *queries, *(operation.route for operation in service.operations))


def authorizers(service: ir.Service) -> tuple[Authorizer, ...]:
    """The security schemes that a JSON Web Token answers and some route asks for."""
    used = {requirement.scheme for r in routes_of(service) for way in r.security for requirement in way}
    return tuple(
        Authorizer(name=scheme.name, issuer=scheme.issuer, audience=scheme.audience)
        for scheme in service.security_schemes
        if scheme.issuer and scheme.name in used
    )


def gateway_routes(service: ir.Service, package: str, function: str) -> tuple[GatewayRoute, ...]:
    """The routes, each once. The application behind them matches paths again, and checks every scope."""
    known = {authorizer.name for authorizer in authorizers(service)}
    found: dict[tuple[str, str], GatewayRoute] = {}
    for route in routes_of(service):
        if route.method not in METHODS:
            continue
        path = gateway_path(route.path)
        authorizer, scopes = _guard(route, known)
        made = GatewayRoute(
            method=route.method, path=path, function=function, authorizer=authorizer, scopes=scopes
        )
        key = (made.method, _PARAMETER.sub("{}", path))
        found[key] = _joined(found[key], made) if key in found else made
    outcome = _outcome_route(service, package, function, known)
    return (*found.values(), outcome) if outcome else tuple(found.values())


def outcomes_path(package: str) -> str:
    """Where the outcomes of commands stand; services share one HTTP API."""
    return f"{OUTCOMES}/{package.strip('_')}"


def _outcome_route(service: ir.Service, package: str, function: str, known: set[str]) -> GatewayRoute | None:
    """The status resource of commands: open to anyone who may send one of them, whatever its scopes."""
    if not service.commands:
        return None
    guards = {_guard(command.route, known)[0] for command in service.commands}
    authorizer = guards.pop() if len(guards) == 1 else None
    path = f"{outcomes_path(package)}/{{commandId}}"
    return GatewayRoute(method="GET", path=path, function=function, authorizer=authorizer)


def gateway_path(path: str) -> str:
    """A path whose parameters are whole segments; from the first other segment on, anything.

    "/files/{name}.json" -> "/files/{proxy+}"
    """
    return "/" + "/".join(_segments(path))


def _segments(path: str) -> Iterator[str]:
    for at, segment in enumerate(path.strip("/").split("/"), 1):
        if PLAIN_SEGMENT.fullmatch(segment):
            yield segment
        elif _PARAMETER.fullmatch(segment):
            yield "{" + (re.sub(r"[^A-Za-z0-9._-]", "_", segment[1:-1]) or f"part{at}") + "}"
        elif segment:
            yield "{proxy+}"
            return


def _guard(route: ir.Route, known: set[str]) -> tuple[str | None, tuple[str, ...]]:
    """The authorizer, if one answers every way in; any one of the scopes lets a token pass it."""
    schemes = {requirement.scheme for way in route.security for requirement in way}
    if not route.security or not all(route.security) or len(schemes) != 1 or not schemes <= known:
        return None, ()
    asked = [requirement.scopes for way in route.security for requirement in way]
    scopes = {scope for scopes in asked for scope in scopes} if all(asked) else set()
    return schemes.pop(), tuple(sorted(scopes))


def _joined(first: GatewayRoute, second: GatewayRoute) -> GatewayRoute:
    """One route for two that API Gateway cannot tell apart: open as far as either is."""
    if first.authorizer != second.authorizer:
        return replace(first, authorizer=None, scopes=())
    both = {*first.scopes, *second.scopes} if first.scopes and second.scopes else ()
    return replace(first, scopes=tuple(sorted(both)))
