"""What generated code relies on, beyond what one document can say. Sees the IR and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from specfold.model.shared.limits import METHODS

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related
from specfold_generator.model import ir
from specfold_generator.model.event_sources import find_event, reads_a_log
from specfold_generator.model.http_gateway import authorizers, routes_of
from specfold_generator.model.topology import Ref, Topology


def check_service(service: ir.Service) -> Iterator[Diagnostic]:
    """What stands in the way of a service, or would surprise anyone who runs it."""
    yield from _policies(service)
    yield from _read_models(service)
    yield from _queries(service)
    yield from _rejections(service)
    yield from _routes(service)


def check_project(found: Iterable[tuple[ir.Service, Topology]]) -> Iterator[Diagnostic]:
    """Logical names and routes are unique over all services: they share one cloud and one HTTP API."""
    owners: dict[Ref, str] = {}
    routes: dict[str, str] = {}
    for service, topology in found:
        place = Location(next(iter(service.documents), "specs"))
        for ref, times in Counter(_resources(topology)).items():
            first = owners.setdefault(ref, service.name)
            if first != service.name or times > 1:
                both = f"of {quoted(first)} and of {quoted(service.name)}"
                message = f"two {ref.kind}s would be called `{ref.name}`, {both}"
                yield diagnose("SPF711", place, message, help="rename what one of them is named after")
        for route in topology.routes:
            key = f"{route.method} {re.sub('{[^}]*}', '{}', route.path)}"
            first = routes.setdefault(key, service.name)
            if first != service.name:
                message = (
                    f"`{route.method} {route.path}` is a route of {quoted(first)} and "
                    f"of {quoted(service.name)}"
                )
                yield diagnose("SPF716", place, message, help="change one of the paths, or deploy them apart")


def _resources(topology: Topology) -> Iterator[Ref]:
    yield from (Ref("stream", stream.name) for stream in topology.streams)
    yield from (Ref("table", table.name) for table in topology.tables)
    yield from (Ref("function", function.name) for function in topology.functions)


def _policies(service: ir.Service) -> Iterator[Diagnostic]:
    for policy in service.policies:
        if policy.issues and policy.events and not reads_a_log(service, policy):
            message = f"{quoted(policy.name)} issues {join_names(policy.issues)}, but reads plain messages"
            help = (
                "give the messages an aggregate, or leave out `issues` and send the command as a client does"
            )
            yield diagnose("SPF714", policy.origin, message, help=help)


def _read_models(service: ir.Service) -> Iterator[Diagnostic]:
    for row in service.read_models:
        plain = [s.event for s in row.sources if find_event(service, s.event, s.service).aggregate is None]
        if plain:
            message = f"{quoted(row.name)} is folded from {join_names(plain)}, which no aggregate records"
            yield diagnose("SPF715", row.origin, message, help="give the messages an aggregate")


def _queries(service: ir.Service) -> Iterator[Diagnostic]:
    for query in service.queries:
        if query.page and query.index is None:
            message = f"{quoted(query.name)} lists rows of {quoted(query.read_model)}, but names no index"
            help = "give the read model an index with the partition and the order of the list, and name it"
            yield diagnose("SPF718", query.origin, message, help=help)


def _rejections(service: ir.Service) -> Iterator[Diagnostic]:
    first: dict[str, ir.Rejection] = {}
    for command in service.commands:
        for reason in command.rejections:
            known = first.setdefault(reason.name, reason)
            if known.status != reason.status:
                message = f"{quoted(reason.name)} is a {reason.status} here and a {known.status} elsewhere"
                related = [Related(known.origin, f"{known.status} here")]
                help = "one reason has one status: rename one of the two"
                yield diagnose("SPF717", reason.origin, message, help=help, related=related)


def _routes(service: ir.Service) -> Iterator[Diagnostic]:
    known = {authorizer.name for authorizer in authorizers(service)}
    shut: dict[tuple[str, ...], list[ir.Route]] = {}
    for route in routes_of(service):
        if route.method not in METHODS:
            message = (
                f"an HTTP API of API Gateway does not route {route.method}: {quoted(route.name)} answers "
                "in tests and under another server alone"
            )
            yield diagnose("SPF712", route.origin, message)
        schemes = {requirement.scheme for way in route.security for requirement in way}
        if route.security and all(route.security) and (len(schemes) > 1 or not schemes <= known):
            shut.setdefault(tuple(sorted(schemes)), []).append(route)
    for names, routes in shut.items():
        who = f"{quoted(routes[0].name)} answers 401"
        if len(routes) > 1:
            who = f"{quoted(routes[0].name)} and {len(routes) - 1} more operations answer 401"
        help = "name one scheme of kind openIdConnect, or one with an issuer"
        yield diagnose(
            "SPF713", routes[0].origin, f"no JWT authorizer can check {join_names(names)}: {who}", help=help
        )
