"""Ways in: of several that a document allows, those that an authorizer can check."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted
from specfold_generator.model import ir
from specfold_generator.model.http_gateway import authorizers

Node = TypeVar("Node", ir.Command, ir.Query, ir.Operation)


def with_known_ways(service: ir.Service, diagnostics: DiagnosticCollector) -> ir.Service:
    """The service with routes that take what can be checked.

    Where some ways in are by a token that an authorizer knows, the others stay shut, and a warning says so;
    where none is, all are kept, and nobody passes.
    """
    known = {authorizer.name for authorizer in authorizers(service)}

    def settled(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(replace(node, route=_settled(node.route, known, diagnostics)) for node in nodes)

    return replace(
        service,
        commands=settled(service.commands),
        queries=settled(service.queries),
        operations=settled(service.operations),
    )


def _settled(route: ir.Route, known: set[str], diagnostics: DiagnosticCollector) -> ir.Route:
    kept = tuple(way for way in route.security if len(way) == 1 and way[0].scheme in known)
    chosen = kept[0][0].scheme if kept else ""
    if not kept or not all(route.security) or kept == route.security:
        return route  # open to all, shut to all, or nothing to choose
    kept = tuple(way for way in kept if way[0].scheme == chosen)
    left = dict.fromkeys(r.scheme for way in route.security if way not in kept for r in way)
    beside = f"no authorizer can check {join_names(list(left))} beside it"
    message = f"{quoted(route.name)} takes {quoted(chosen)} alone: {beside}"
    diagnostics.add("SPF713", route.origin, message)
    return replace(route, security=kept)
