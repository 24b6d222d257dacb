"""Checks of routes and authorizers: what an HTTP API of API Gateway can route, and no expression in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specfold.deploy.settings import check_issuer
from specfold.model.shared.limits import AUDIENCE, AUTHORIZER, METHODS, PLAIN_SEGMENT, SCOPE
from specfold.model.topology import Authorizer, Route, Topology

SEGMENT = re.compile(rf"{PLAIN_SEGMENT.pattern}|\{{[A-Za-z0-9._-]+\+?\}}")


def authorizer_problems(topology: Topology) -> Iterator[str]:
    """What is wrong with a service's authorizers."""
    names = [authorizer.name for authorizer in topology.authorizers]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"authorizer {name!r} is defined more than once"
    for authorizer in topology.authorizers:
        yield from _authorizer(authorizer)


def _authorizer(authorizer: Authorizer) -> Iterator[str]:
    where = f"authorizer {authorizer.name!r}"
    if not AUTHORIZER.fullmatch(authorizer.name):
        yield f"{where}: its name must match {AUTHORIZER.pattern}"
    if authorizer.issuer:
        try:
            check_issuer(authorizer.issuer)
        except ValueError as error:
            yield f"{where}: {error}"
    for audience in authorizer.audience:
        if not AUDIENCE.fullmatch(audience):
            yield f"{where}: audience {audience!r} must match {AUDIENCE.pattern}"


def route_problems(topology: Topology) -> Iterator[str]:
    """What is wrong with a service's routes."""
    authorizers = {authorizer.name for authorizer in topology.authorizers}
    functions = {function.name for function in topology.functions if function.purpose == "api"}
    for route in topology.routes:
        where = f"route {route.method} {route.path}"
        yield from (f"{where}: {problem}" for problem in _route(route))
        if route.function not in functions:
            yield f"{where}: {route.function!r} is no function of purpose 'api' in this service"
        if route.authorizer is not None and route.authorizer not in authorizers:
            yield f"{where}: there is no authorizer {route.authorizer!r}"


def _route(route: Route) -> Iterator[str]:
    if route.method not in METHODS:
        yield f"an HTTP API routes {', '.join(sorted(METHODS))}, not {route.method!r}"
    if not route.path.startswith("/"):
        yield "a path begins with /"
    for segment in filter(None, route.path.split("/")):
        if not SEGMENT.fullmatch(segment):
            yield f"segment {segment!r} is neither plain text nor one parameter"
    for scope in route.scopes:
        if not SCOPE.fullmatch(scope):
            yield f"scope {scope!r} must match {SCOPE.pattern}"
    if route.scopes and route.authorizer is None:
        yield "scopes need an authorizer"
