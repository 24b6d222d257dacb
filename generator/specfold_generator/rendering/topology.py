"""functions.py and topology.py: the entry points of a service, and what each needs of the cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specfold.model.shared.iam_actions import APPEND, FOLD, GET, GET_AND_QUERY, READ_STREAM, SCAN
from specfold.model.shared.limits import TIMEOUTS

from specfold_generator.model.event_sources import channel_key, reply_stream
from specfold_generator.model.topology import (
    Authorizer,
    Function,
    GatewayRoute,
    Grant,
    Ref,
    Stream,
    Table,
    Topology,
)
from specfold_generator.python.code import Code, call, listed, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head

WHAT = {
    "api": "HTTP API, payload format 2.0",
    "reader": "Event source mapping: the ledger of this channel's aggregates, then their views",
    "policy": "Event source mapping of its own",
    "consumer": "Event source mapping: plain messages, one by one",
    "archive": "Firehose transform: records on their way to the archive",
    "repair": "Folds one key again, from the archive and the stream",
    "audit": "By the clock: repairs the archive from the stream, and looks for what the ledger stands on",
}
ACTIONS = {
    READ_STREAM: "READ_STREAM",
    APPEND: "APPEND",
    GET: "GET",
    GET_AND_QUERY: "GET_AND_QUERY",
    FOLD: "FOLD",
    SCAN: "SCAN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry point."""

    name: Code
    call: Code
    what: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionsView:
    """All entry points of a service, and the environment they stand on."""

    head: Head
    environment: tuple[tuple[Code, Code], ...]
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionView:
    """One function of the topology."""

    arguments: tuple[tuple[Code, Code], ...]
    grants: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopologyView:
    """A service's part of the cloud."""

    head: Head
    actions: tuple[tuple[Code, Code], ...]  # constant, value
    service: Code
    streams: tuple[Code, ...]
    tables: tuple[Code, ...]
    functions: tuple[FunctionView, ...]
    authorizers: tuple[Code, ...]
    routes: tuple[Code, ...]


def functions_view(context: Context) -> FunctionsView | None:
    """The entry points; None if the service has none."""
    topology = context.topology
    if not topology.functions:
        return None
    imports = Imports(
        local=[function.entry for function in topology.functions],
        fixed={f"{context.package}.service": ["SERVICE"], "specfold.aws": ["functions"]},
    )
    doc = f"Lambda entry points of the {context.service.name} service, and the environment they stand on."
    entries = tuple(_entry(context, imports, function) for function in topology.functions)
    return FunctionsView(head=context.head(imports, doc), environment=_environment(topology), entries=entries)


def topology_view(context: Context) -> TopologyView | None:
    """What a service needs of the cloud; None if nothing."""
    topology = context.topology
    if not (topology.streams or topology.functions):
        return None
    fixed = [
        "Authorizer",
        "EventSource",
        "Function",
        "Grant",
        "Index",
        "Ref",
        "Route",
        "Stream",
        "Table",
        "Topology",
    ]
    imports = Imports(local=["TOPOLOGY", *ACTIONS.values()], fixed={"specfold": fixed})
    doc = f"What the {context.service.name} service needs of the cloud."
    return TopologyView(
        head=context.head(imports, doc),
        actions=_actions(topology),
        service=literal(topology.service),
        streams=tuple(map(_stream, topology.streams)),
        tables=tuple(map(_table, topology.tables)),
        functions=tuple(_function(context, function) for function in topology.functions),
        authorizers=tuple(map(_authorizer, topology.authorizers)),
        routes=tuple(map(_route, topology.routes)),
    )


def _actions(topology: Topology) -> tuple[tuple[Code, Code], ...]:
    """The sets of actions that this service grants, each under its name."""
    used = {grant.actions for function in topology.functions for grant in function.grants}
    return tuple((Code(made), literal(actions)) for actions, made in ACTIONS.items() if actions in used)


def _environment(topology: Topology) -> tuple[tuple[Code, Code], ...]:
    named = topology.environment
    mappings = {
        "channels": named.channels,
        "streams": named.streams,
        "rows": named.rows,
        "cursors": named.cursors,
    }
    single = {
        "ledger": named.ledger,
        "policies": named.policies,
        "archive": named.archive,
        "repair": named.repair,
    }
    return (
        *((Code(key), literal(dict(value))) for key, value in mappings.items() if value),
        *((Code(key), literal(value)) for key, value in single.items() if value),
    )


def _entry(context: Context, imports: Imports, function: Function) -> EntryView:
    about = [literal(function.about)] if function.about else []
    given = ", ".join(["SERVICE", "ENVIRONMENT", *about])
    if function.purpose == "archive":
        given = ""
    elif function.purpose == "audit":
        given = f"ENVIRONMENT, {literal(dict(function.audited))}"
    elif function.purpose == "consumer":
        constant = context.names.constants["policy", function.about]
        given = str(imports.use(f"{context.package}.channels", constant))
        policy = next(p for p in context.service.policies if p.name == function.about)
        place = reply_stream(context.service, policy)
        if place:
            given += f", ENVIRONMENT, {literal(channel_key(context.service, *place))}"
    made = Code(f"functions.{function.purpose}({given})")
    return EntryView(name=name(function.entry), call=made, what=Code(WHAT[function.purpose]))


def _ref(ref: Ref) -> Code:
    return Code(f"Ref({literal(ref.kind)}, {literal(ref.name)})")


def _stream(stream: Stream) -> Code:
    return call(
        "Stream",
        name=literal(stream.name),
        channel=literal(stream.channel),
        shards=literal(stream.shards),
        retention_hours=literal(stream.retention_hours),
    )


def _table(table: Table) -> Code:
    indexes = [
        call(
            "Index",
            name=literal(index),
            partition=literal(partition),
            sort=literal(sort) if sort else None,
        )
        for index, partition, sort in table.indexes
    ]
    return call(
        "Table",
        name=literal(table.name),
        purpose=literal(table.purpose),
        partition=literal(table.partition),
        sort=literal(table.sort) if table.sort else None,
        attributes=literal(dict(table.attributes)),
        indexes=listed(indexes) if indexes else None,
        ttl=literal(table.ttl) if table.ttl else None,
        starts=literal(table.starts) if table.starts else None,
    )


def _function(context: Context, function: Function) -> FunctionView:
    environment = _variables(function.environment)
    arguments = {
        "name": literal(function.name),
        "handler": literal(f"{context.package}.functions.{function.entry}"),
        "purpose": literal("policy" if function.purpose == "consumer" else function.purpose),
        "environment": environment if function.environment else None,
        "reads": _source(function),
        "every_minutes": literal(function.every_minutes) if function.every_minutes else None,
        "timeout_seconds": literal(function.timeout_seconds)
        if function.timeout_seconds != TIMEOUTS["api"]
        else None,
    }
    given = tuple((Code(key), value) for key, value in arguments.items() if value is not None)
    return FunctionView(arguments=given, grants=tuple(map(_grant, function.grants)))


def _source(function: Function) -> Code | None:
    if function.reads is None:
        return None
    retries = literal(function.retries) if function.retries is not None else None
    return call("EventSource", stream=literal(function.reads), retries=retries)


def _variables(environment: Mapping[str, Ref]) -> Code:
    return mapping((literal(key), _ref(ref)) for key, ref in sorted(environment.items()))


def _grant(grant: Grant) -> Code:
    return call(
        "Grant",
        on=_ref(grant.on),
        actions=Code(ACTIONS[grant.actions]) if grant.actions in ACTIONS else literal(grant.actions),
        indexes=literal(True) if grant.indexes else None,
    )


def _authorizer(authorizer: Authorizer) -> Code:
    return call(
        "Authorizer",
        name=literal(authorizer.name),
        issuer=literal(authorizer.issuer),
        audience=literal(authorizer.audience),
    )


def _route(route: GatewayRoute) -> Code:
    return call(
        "Route",
        method=literal(route.method),
        path=literal(route.path),
        function=literal(route.function),
        authorizer=literal(route.authorizer) if route.authorizer else None,
        scopes=literal(route.scopes) if route.scopes else None,
    )
