"""IR -> what a service needs of the cloud: streams, tables, functions, and exactly what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from specfold.model.shared.iam_actions import (
    APPEND,
    FOLD,
    GET,
    GET_AND_QUERY,
    INVOKE,
    READ_ARCHIVE,
    READ_STREAM,
    REPAIR_ARCHIVE,
    SCAN,
)
from specfold.model.shared.limits import AUDIT_MINUTES, CONSUMER_RETRIES, TIMEOUTS

from specfold_generator.model import ir
from specfold_generator.model.event_sources import (
    channel_key,
    read_channels,
    reads_a_log,
    reply_stream,
    rows_by_channel,
    stream_consumers,
)
from specfold_generator.model.http_gateway import authorizers, gateway_routes
from specfold_generator.model.key_types import attribute_type, key_kind
from specfold_generator.model.topology import (
    ARCHIVE,
    Environment,
    Function,
    Grant,
    Purpose,
    Ref,
    Stream,
    Table,
    Topology,
)
from specfold_generator.python.names import function_name, unique
from specfold_generator.services.resource_names import logical, variable

BUCKET = "ARCHIVE_BUCKET"

Use = tuple[str, Ref, tuple[str, ...]]  # environment variable, resource, actions on it


def make_topology(service: ir.Service, package: str) -> Topology:
    """One service's part of the cloud."""
    return _Maker(service, package).topology()


class _Maker:
    def __init__(self, service: ir.Service, package: str) -> None:
        self._service = service
        self._package = package
        self._logs = tuple(dict.fromkeys(aggregate.channel for aggregate in service.aggregates))
        self._folded = rows_by_channel(service, service.read_models)
        self._policies = tuple(policy for policy in service.policies if reads_a_log(service, policy))
        # Named after the service, as functions of several services may share a process on one machine.
        self._ledger_variable = variable(service.name, "LEDGER_TABLE")
        self._policies_variable = variable(service.name, "POLICY_CURSORS_TABLE")
        self._repair_variable = variable(service.name, "REPAIR_FUNCTION")

    def topology(self) -> Topology:
        functions = tuple(self._functions())
        used = {name for function in functions for name in function.environment}
        api = next((function.name for function in functions if function.purpose == "api"), None)
        return Topology(
            service=logical(self._package),
            environment=self._environment(used),
            streams=tuple(self._stream(channel) for channel in self._own_streams()),
            tables=tuple(self._tables()),
            functions=functions,
            authorizers=authorizers(self._service) if api else (),
            routes=gateway_routes(self._service, self._package, api) if api else (),
        )

    # --- what there is -----------------------------------------------------------------------------

    def _own_streams(self) -> list[ir.Channel]:
        name = self._service.name
        return [
            c for c in self._service.channels if c.service == name and (c.kinesis or c.name in self._logs)
        ]

    def _stream(self, channel: ir.Channel) -> Stream:
        return Stream(
            name=logical(self._service.name, channel.name),
            channel=channel.name,
            shards=channel.shards,
            retention_hours=channel.retention_hours,
        )

    def _tables(self) -> Iterable[Table]:
        key = {"pk": "S"}
        if self._service.aggregates:
            yield Table(
                name=self._name("ledger"), purpose="ledger", partition="pk", attributes=key, ttl="ttl"
            )
        for row in self._service.read_models:
            yield Table(
                name=self._name(row.name),
                purpose="rows",
                partition=row.key.partition,
                sort=row.key.sort,
                attributes={
                    member: attribute_type(key_kind(self._service, row.shape, member))
                    for member in row.key_members
                },
                indexes=tuple((index.name, index.key.partition, index.key.sort) for index in row.indexes),
            )
            if not row.per_aggregate:
                yield Table(
                    name=self._name(row.name, "cursors"), purpose="cursors", partition="pk", attributes=key
                )
        if self._policies:
            starts = tuple(policy.identity for policy in self._policies if policy.begins == "now")
            name = self._name("policies")
            yield Table(name=name, purpose="cursors", partition="pk", attributes=key, starts=starts)

    def _functions(self) -> Iterable[Function]:
        service = self._service
        if service.commands or service.queries or service.operations:
            asking = self._asking() if service.commands else []
            uses = [*self._deciding(service.commands), *self._answering(), *asking]
            yield self._function("api", "api", uses=uses)
        taken = ["api", "archive", "audit", "repair"]
        readers = {(owner, channel): self._key(owner, channel) for owner, channel in read_channels(service)}
        entries = unique((f"{key}_reader" for key in readers.values()), function_name, taken)
        for (owner, channel), key in readers.items():
            uses = [self._stream_use(owner, channel, ()), *self._folding(owner, channel), *self._asking()]
            yield self._function(entries[f"{key}_reader"], "reader", key, (owner, channel), uses)
        taken += entries.values()
        names = unique((policy.identity for policy in service.policies), function_name, taken)
        entries = unique((policy.name for policy in self._policies), function_name, taken)
        for policy in self._policies:
            commands = [command for command in service.commands if command.name in policy.issues]
            read = (policy.channel_service, policy.channel)
            uses = [self._stream_use(*read, ()), *self._reacting(commands), *self._asking()]
            made = self._function(entries[policy.name], "policy", policy.identity, read, uses)
            yield replace(made, name=self._name(names[policy.identity]))
        taken += entries.values()
        consumers = stream_consumers(service)
        entries = unique((consumer.name for consumer in consumers), function_name, taken)
        for consumer in consumers:
            read = (consumer.channel_service, consumer.channel)
            place = reply_stream(service, consumer)
            uses = [self._stream_use(*place, APPEND)] if place else []
            made = self._function(entries[consumer.name], "consumer", consumer.name, read, uses)
            yield replace(made, name=self._name(names[consumer.identity]))
        if self._own_streams():
            yield self._function("archive", "archive")
            yield self._audit()
        if readers or self._policies:
            yield self._function("repair", "repair", uses=self._repairing(readers))

    def _audit(self) -> Function:
        """Compares the streams with the archive, and the ledger's heads with both; repairs the archive."""
        name = self._service.name
        audited = {
            channel.name: tuple(a.name for a in self._service.aggregates if a.channel == channel.name)
            for channel in self._own_streams()
        }
        uses: list[Use] = [(BUCKET, ARCHIVE, REPAIR_ARCHIVE)]
        uses += [self._stream_use(name, channel, READ_STREAM) for channel in audited]
        if any(audited.values()):
            uses.append((self._ledger_variable, self._table("ledger"), SCAN))
        by_key = {self._key(name, channel): aggregates for channel, aggregates in audited.items()}
        made = self._function("audit", "audit", uses=uses)
        return replace(made, audited=by_key, every_minutes=AUDIT_MINUTES)

    def _function(
        self,
        entry: str,
        purpose: Purpose,
        about: str = "",
        reads: tuple[str, str] | None = None,
        uses: Iterable[Use] = (),
    ) -> Function:
        """A function with the variables and grants of everything it uses."""
        used = list(uses)
        stream = Ref("stream", logical(*reads)) if reads else None
        needed: list[tuple[Ref, tuple[str, ...]]] = [(stream, READ_STREAM)] if stream else []
        needed += [(ref, actions) for _, ref, actions in used if actions]
        environment = {name: ref for name, ref, _ in used}
        grants = tuple(
            Grant(actions=actions, on=ref, indexes="dynamodb:Query" in actions)
            for ref, actions in dict.fromkeys(needed)
            if not any(ref == other and set(actions) < set(more) for other, more in needed)
        )
        return Function(
            name=self._name(entry),
            entry=entry,
            purpose=purpose,
            about=about,
            environment=environment,
            grants=grants,
            reads=stream.name if stream else None,
            retries=CONSUMER_RETRIES if purpose == "consumer" else None,
            timeout_seconds=TIMEOUTS[purpose],
        )

    # --- what each use needs -----------------------------------------------------------------------

    def _deciding(self, commands: Iterable[ir.Command]) -> list[Use]:
        """Read the ledger, append to the log; nothing else is ever written."""
        decided = {command.aggregate for command in commands}
        channels = dict.fromkeys(a.channel for a in self._service.aggregates if a.name in decided)
        if not channels:
            return []
        puts = [self._stream_use(self._service.name, channel, APPEND) for channel in channels]
        return [(self._ledger_variable, self._table("ledger"), GET), *puts]

    def _reacting(self, commands: Iterable[ir.Command]) -> list[Use]:
        """Keep cursors of its own, and send commands like any client of the service."""
        return [(self._policies_variable, self._table("policies"), FOLD), *self._deciding(commands)]

    def _answering(self) -> list[Use]:
        queried = {query.read_model: GET for query in self._service.queries}
        queried |= {
            query.read_model: GET_AND_QUERY for query in self._service.queries if query.page or query.index
        }
        return [
            self._rows_use(row, queried[row.name]) for row in self._service.read_models if row.name in queried
        ]

    def _folding(self, owner: str, channel: str) -> list[Use]:
        """The ledger of the channel's aggregates, and the views over its events."""
        own = owner == self._service.name and channel in self._logs
        uses: list[Use] = [(self._ledger_variable, self._table("ledger"), FOLD)] if own else []
        for row in self._folded.get((owner, channel), ()):
            uses.append(self._rows_use(row, FOLD))
            if not row.per_aggregate:
                uses.append((self._cursors_variable(row), self._table(row.name, "cursors"), FOLD))
        return uses

    def _asking(self) -> list[Use]:
        return [(self._repair_variable, Ref("function", self._name("repair")), INVOKE)]

    def _repairing(self, channels: Iterable[tuple[str, str]]) -> list[Use]:
        """Read archive and stream; then do what the readers and policies of the channel do."""
        uses: list[Use] = [(BUCKET, ARCHIVE, READ_ARCHIVE)]
        for owner, channel in channels:
            uses += [self._stream_use(owner, channel, READ_STREAM), *self._folding(owner, channel)]
        for policy in self._policies:
            commands = [command for command in self._service.commands if command.name in policy.issues]
            uses.append(self._stream_use(policy.channel_service, policy.channel, READ_STREAM))
            uses += self._reacting(commands)
        return uses

    def _stream_use(self, owner: str, channel: str, actions: tuple[str, ...]) -> Use:
        ref = Ref("stream", logical(owner, channel))
        return variable(owner, channel, "STREAM"), ref, actions

    def _rows_use(self, row: ir.ReadModel, actions: tuple[str, ...]) -> Use:
        return variable(self._service.name, row.name, "TABLE"), self._table(row.name), actions

    def _cursors_variable(self, row: ir.ReadModel) -> str:
        return variable(self._service.name, row.name, "CURSORS_TABLE")

    def _environment(self, used: set[str]) -> Environment:
        """Of every variable some function is given, what it names."""
        service = self._service
        channels = {self._key(c.service, c.name): (c.service, c.name) for c in service.channels}
        streams = {key: variable(*channel, "STREAM") for key, channel in channels.items()}
        rows = {row.name: variable(service.name, row.name, "TABLE") for row in service.read_models}
        cursors = {row.name: self._cursors_variable(row) for row in service.read_models}
        return Environment(
            channels={key: name for key, name in streams.items() if name in used},
            streams={key: logical(*channels[key]) for key, name in streams.items() if name in used},
            rows={key: name for key, name in rows.items() if name in used},
            cursors={key: name for key, name in cursors.items() if name in used},
            ledger=self._ledger_variable if self._ledger_variable in used else None,
            policies=self._policies_variable if self._policies_variable in used else None,
            archive=BUCKET if BUCKET in used else None,
            repair=self._repair_variable if self._repair_variable in used else None,
        )

    # --- names -------------------------------------------------------------------------------------

    def _name(self, *parts: str) -> str:
        return logical(self._package, *parts)

    def _table(self, *parts: str) -> Ref:
        return Ref("table", self._name(*parts))

    def _key(self, owner: str, channel: str) -> str:
        return channel_key(self._service, owner, channel)
