"""Is this topology fit to be deployed? Everything that lands in an ARN, a policy, a prefix or an expression.

Specs are untrusted, and a topology is made of them. `check` refuses with every problem at once, before the
first resource is registered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from specfold.deploy.api_checks import authorizer_problems, route_problems
from specfold.deploy.errors import InvalidTopology
from specfold.model.shared.iam_actions import ALLOWED, READ_STREAM
from specfold.model.shared.limits import (
    ATTRIBUTE,
    DELIVERY_ROLE_SUFFIX,
    INDEX,
    LOGICAL,
    MAX_POLICY,
    MAX_TIMEOUT,
    TIMEOUTS,
)
from specfold.model.topology import EventSource, Function, Ref, Stream, Table, Topology

SERVICE = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
HANDLER = re.compile(r"generated\.[a-z][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+", re.ASCII)
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
FORBIDDEN_VARIABLES = re.compile(
    r"(?:AWS|LAMBDA|PYTHON|LD|PULUMI|DYLD)(?:_.*)?|PYTHON.*|PATH|HOME|LANG|TZ|TMPDIR|BASH_ENV"
)
PREFIX = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")

Problems = Iterator[str]


def check(topologies: Sequence[Topology]) -> None:
    """Refuse topologies that are unsafe or that do not fit together.

    Raises:
        InvalidTopology: with every problem found.
    """
    problems = list(_problems(topologies))
    if problems:
        raise InvalidTopology(problems)


def _problems(topologies: Sequence[Topology]) -> Problems:
    yield from _duplicates("service", [topology.service for topology in topologies])
    for kind, names in _names(topologies).items():
        yield from _duplicates(kind, names)
    known = {kind: frozenset(names) for kind, names in _names(topologies).items()}
    exists = partial(_exists, known)
    for topology in topologies:
        for problem in _of_service(topology, exists):
            yield f"service {topology.service!r}: {problem}"
    yield from _duplicates(
        "route", [_signature(route.method, route.path) for t in topologies for route in t.routes]
    )


def _names(topologies: Sequence[Topology]) -> dict[str, list[str]]:
    return {
        "stream": [stream.name for topology in topologies for stream in topology.streams],
        "table": [table.name for topology in topologies for table in topology.tables],
        "function": [function.name for topology in topologies for function in topology.functions],
    }


def _signature(method: str, path: str) -> str:
    """Two routes with different parameter names are the same route to API Gateway."""
    return f"{method} " + re.sub(r"\{[^}]*\}", "{}", path)


def _exists(known: dict[str, frozenset[str]], ref: Ref) -> bool:
    # There is one bucket in a project, the archive, whatever name a topology gives it.
    return ref.kind == "bucket" or ref.name in known.get(ref.kind, frozenset())


def _duplicates(kind: str, names: Sequence[str]) -> Problems:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{kind} {name!r} is defined more than once in the project"


def _of_service(topology: Topology, exists: Callable[[Ref], bool]) -> Problems:
    if not SERVICE.fullmatch(topology.service):
        yield f"the service name {topology.service!r} is not lower-case words"
    for stream in topology.streams:
        yield from _stream(stream)
    archivers = [function for function in topology.functions if function.purpose == "archive"]
    if any(stream.archived for stream in topology.streams) and len(archivers) != 1:
        yield f"archived streams need exactly one function of purpose 'archive', there are {len(archivers)}"
    for table in topology.tables:
        yield from _table(table)
    for function in topology.functions:
        for problem in _function(function, exists):
            yield f"function {function.name!r}: {problem}"
    yield from authorizer_problems(topology)
    yield from route_problems(topology)


def _name(kind: str, name: str) -> Problems:
    if not LOGICAL.fullmatch(name):
        yield f"{kind} name {name!r} is not lower-case words joined by hyphens"


def _range(what: str, value: int, low: int, high: int) -> Problems:
    if not low <= value <= high:
        yield f"{what} is {value}, it must be from {low} to {high}"


def _stream(stream: Stream) -> Problems:
    yield from _name("stream", stream.name)
    yield from _range(f"stream {stream.name!r}: retention_hours", stream.retention_hours, 24, 8760)
    if stream.shards is not None:
        yield from _range(f"stream {stream.name!r}: shards", stream.shards, 1, 10_000)


def _table(table: Table) -> Problems:
    yield from _name("table", table.name)
    where = f"table {table.name!r}"
    keys = {table.partition, *filter(None, [table.sort])}
    for index in table.indexes:
        keys |= {index.partition, *filter(None, [index.sort])}
        if not INDEX.fullmatch(index.name):
            yield f"{where}: index name {index.name!r} must match {INDEX.pattern}"
    yield from (f"{where}: {p}" for p in _duplicates("index", [index.name for index in table.indexes]))
    for attribute in sorted(keys | set(table.attributes) | {*filter(None, [table.ttl])}):
        if not ATTRIBUTE.fullmatch(attribute):
            yield f"{where}: attribute {attribute!r} must match {ATTRIBUTE.pattern}"
    if keys != set(table.attributes):
        yield f"{where}: attributes {sorted(table.attributes)} are not its key members {sorted(keys)}"
    for policy in table.starts:
        if not 0 < len(policy.encode("utf-8", "surrogatepass")) <= MAX_POLICY:
            yield f"{where}: the name of a policy has 1 to {MAX_POLICY} bytes, not {policy[:100]!r}"
    if any(kind not in ("S", "N", "B") for kind in table.attributes.values()):
        yield f"{where}: an attribute's type is S, N or B"
    yield from _range(f"{where}: recovery_days", table.recovery_days, 1, 35)


def _function(function: Function, exists: Callable[[Ref], bool]) -> Problems:
    yield from _name("function", function.name)
    if function.name.endswith(DELIVERY_ROLE_SUFFIX):
        yield f"the ending {DELIVERY_ROLE_SUFFIX!r} is kept for the roles of delivery streams"
    if not HANDLER.fullmatch(function.handler):
        yield f"handler {function.handler!r} must match {HANDLER.pattern}"
    yield from _range("memory_mb", function.memory_mb, 128, 10_240)
    yield from _range(
        "timeout_seconds",
        function.timeout_seconds,
        1,
        TIMEOUTS["api"] if function.purpose == "api" else MAX_TIMEOUT,
    )
    if function.every_minutes is not None:
        yield from _range("every_minutes", function.every_minutes, 1, 1440)
    for variable, ref in function.environment.items():
        if not VARIABLE.fullmatch(variable) or FORBIDDEN_VARIABLES.fullmatch(variable):
            yield f"environment variable {variable!r} is not allowed"
        if not exists(ref):
            yield f"environment variable {variable!r} names no {ref.kind} of the project: {ref.name!r}"
    yield from _grants(function, exists)
    if function.reads:
        yield from _reads(function, function.reads, exists)


def _grants(function: Function, exists: Callable[[Ref], bool]) -> Problems:
    for grant in function.grants:
        for action in sorted(set(grant.actions) - ALLOWED.get(grant.on.kind, frozenset())):
            yield f"action {action!r} may not be granted on a {grant.on.kind}"
        for prefix in grant.prefixes:
            if grant.on.kind != "bucket" or not PREFIX.fullmatch(prefix):
                yield f"prefix {prefix!r} must match {PREFIX.pattern}, on the bucket"
        if not grant.actions:
            yield f"a grant on {grant.on.name!r} has no action"
        if not exists(grant.on):
            yield f"a grant names no {grant.on.kind} of the project: {grant.on.name!r}"


def _reads(function: Function, source: EventSource, exists: Callable[[Ref], bool]) -> Problems:
    stream = Ref("stream", source.stream)
    if not exists(stream):
        yield f"it reads no stream of the project: {source.stream!r}"
    granted = {action for grant in function.grants if grant.on == stream for action in grant.actions}
    missing = [action for action in READ_STREAM if action not in granted]
    if missing:
        yield f"it reads stream {source.stream!r} without the grants {missing}"
    yield from _range("batch_size", source.batch_size, 1, 10_000)
    yield from _range("window_seconds", source.window_seconds, 1 if source.batch_size > 10 else 0, 300)
    yield from _range("parallelization", source.parallelization, 1, 10)
    yield from _range("retries", source.retries, -1, 10_000)
