"""What goes in and out by channels: policies, publications, and the channels themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.documents.asyncapi.model import Message, OperationEntry, ReplyEntry
from specfold_generator.documents.extensions import read_extension
from specfold_generator.model import ir
from specfold_generator.services.channels import channel
from specfold_generator.services.event_catalog import Group
from specfold_generator.services.external_events import Foreign
from specfold_generator.services.project import Project
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Identity


@dataclass(frozen=True)
class Flow:
    """An operation, with the channel as its owner has it."""

    operation: OperationEntry
    channel_id: Identity
    channel: str
    service: str
    events: tuple[str, ...]
    log: bool  # whether some of them are events of an aggregate


class Flows:
    """Reads the operations of a service's AsyncAPI document."""

    def __init__(self, project: Project, service: str, foreign: Foreign) -> None:
        self._project = project
        self._diagnostics = project.diagnostics
        self._service = service
        self._foreign = foreign
        asyncapi = project.sources[service].asyncapi
        self._asyncapi = asyncapi
        self._flows = [self._flow(operation) for operation in asyncapi.operations] if asyncapi else []

    def publications(self) -> tuple[ir.Publication, ...]:
        """The operations by which the service sends."""
        return tuple(
            ir.Publication(
                name=flow.operation.name,
                doc=flow.operation.doc,
                origin=flow.operation.view.span,
                pointer=flow.operation.view.at.uri,
                channel=flow.channel,
                channel_service=flow.service,
                events=flow.events,
                reply=self._reply(flow.operation.reply),
            )
            for flow in self._flows
            if flow.operation.action == "send"
        )

    def policies(self, commands: Collection[str]) -> tuple[ir.Policy, ...]:
        """The operations by which the service receives, and their commands; then the answers it gets."""
        received = tuple(
            self._policy(flow, commands) for flow in self._flows if flow.operation.action == "receive"
        )
        self._identities(received)
        return received + tuple(self._answers({policy.name for policy in received}))

    def _policy(self, flow: Flow, commands: Collection[str]) -> ir.Policy:
        operation = flow.operation
        at = operation.view.extension()
        told = (read_extension(self._diagnostics, at, "policy") if at is not None else None) or {}
        if at is not None and "from" in told and not flow.log:
            message = (
                f"{quoted(operation.name)} reads no aggregate's events, so it begins at the oldest message"
            )
            self._diagnostics.add("SPF441", at.child("from").span, message, help="remove `from`")
        return ir.Policy(
            name=operation.name,
            doc=operation.doc,
            origin=operation.view.span,
            pointer=operation.view.at.uri,
            channel=flow.channel,
            channel_service=flow.service,
            events=flow.events,
            issues=self._issues(at, told, commands),
            identity=told.get("policy", operation.name),
            begins=told.get("from", "now"),
            reply=self._reply(operation.reply),
        )

    def _identities(self, policies: Iterable[ir.Policy]) -> None:
        """Two policies that share cursors would take each other's events."""
        known: dict[str, ir.Policy] = {}
        for policy in policies:
            first = known.setdefault(policy.identity, policy)
            if first is not policy:
                both = f"{quoted(first.name)} and {quoted(policy.name)}"
                message = f"{both} are both the policy {quoted(policy.identity)}"
                help = "write another `policy` in `x-event-sourcing` of one of them"
                self._diagnostics.add("SPF440", policy.origin, message, help=help)

    def _answers(self, taken: set[str]) -> Iterator[ir.Policy]:
        """What answers the messages that the service sends, where they come by a channel of the documents."""
        for flow in self._flows:
            reply = flow.operation.reply
            if flow.operation.action != "send" or reply is None or reply.channel is None:
                continue
            service, entry = self._project.owner(reply.channel, self._service)
            groups = [g for g in self._foreign.of(reply.messages, service) if g.aggregate is None]
            name = f"{flow.operation.name} reply"
            while name in taken:
                name = f"{name} message"
            taken.add(name)
            if groups:
                yield ir.Policy(
                    name=name,
                    doc=f"Takes what answers {flow.operation.name}.",
                    origin=reply.span,
                    pointer=flow.operation.view.at.child("reply").uri,
                    channel=entry.name,
                    channel_service=service,
                    events=tuple(group.name for group in groups),
                    issues=(),
                    identity=name,
                    answers=flow.operation.name,
                )

    def channels(self, logs: Collection[str]) -> tuple[ir.Channel, ...]:
        """Own channels, then those of other services that are read. `logs`: that aggregates write to."""
        entries = self._asyncapi.channels if self._asyncapi else ()
        own = {entry.id: (self._service, entry) for entry in entries}
        own |= {f.channel_id: self._project.owner(f.operation.channel, self._service) for f in self._flows}
        replies = [f.operation.reply.channel for f in self._flows if f.operation.reply]
        own |= {c.id: self._project.owner(c, self._service) for c in replies if c is not None}
        own |= {entry.id: (service, entry) for service, entry in self._foreign.channels()}
        read = {entry.id for _, entry in self._foreign.channels()}
        found = []
        for id_, (service, entry) in own.items():
            actions = {flow.operation.action for flow in self._flows if flow.channel_id == id_}
            found.append(
                channel(
                    entry,
                    service,
                    self._groups(entry.messages, service),
                    log=service == self._service and entry.name in logs,
                    publishes="send" in actions,
                    consumes="receive" in actions or id_ in read,
                    diagnostics=self._diagnostics,
                )
            )
        return tuple(sorted(found, key=lambda c: (c.service != self._service, c.service, c.name)))

    def _groups(self, messages: tuple[Message, ...], service: str) -> list[Group]:
        groups = (self._project.group(message, service) for message in messages)
        return [group for group in groups if group is not None]

    def _flow(self, operation: OperationEntry) -> Flow:
        service, entry = self._project.owner(operation.channel, self._service)
        groups = self._foreign.of(operation.messages, service)
        log = any(group.aggregate is not None for group in groups)
        return Flow(operation, entry.id, entry.name, service, tuple(group.name for group in groups), log)

    def _issues(
        self, at: DocumentNode | None, told: Mapping[str, Any], commands: Collection[str]
    ) -> tuple[str, ...]:
        issues: list[str] = told.get("issues", [])
        for index, name in enumerate(issues):
            if at is not None and name not in commands:
                message = f"this service has no command {quoted(name)}"
                self._diagnostics.add(
                    "SPF415", at.child("issues", index).span, message, help=suggest(name, commands)
                )
        return tuple(issues)

    def _reply(self, reply: ReplyEntry | None) -> ir.Reply | None:
        if reply is None:
            return None
        service, entry = (
            self._project.owner(reply.channel, self._service) if reply.channel else (self._service, None)
        )
        groups = self._foreign.of(reply.messages, service)
        return ir.Reply(
            channel=entry.name if entry else None,
            channel_service=service,
            events=tuple(group.name for group in groups),
            address=reply.address,
            origin=reply.span,
        )
