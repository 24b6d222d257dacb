"""A service's parts, put together over AWS; each when it is first needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sized
from functools import cached_property
from typing import Any

from specfold.aws.archive import S3Archive
from specfold.aws.clients import Clients
from specfold.aws.clock import RandomIds, SystemClock
from specfold.aws.environment import Environment, Variables, epoch_of, variable
from specfold.aws.ledger_store import DynamoCursors, DynamoLedger
from specfold.aws.log_store import KinesisLog, KinesisSource
from specfold.aws.repairs import InvokedRepairs, LeftHeld
from specfold.aws.view_store import DynamoViews
from specfold.commands.handler import Commands
from specfold.eventlog.ports import CursorStore, LedgerStore, Repairs, ViewStore
from specfold.model.errors import Refused
from specfold.model.service import Decision, Reader, Service
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import MemoryLedger


class Wiring:
    """One service in one environment.

    What a function does not do needs no variable: each is asked for with the part that it is for.
    """

    def __init__(self, service: Service, environment: Environment) -> None:
        self.service = service
        self.clock = SystemClock()
        self._environment = environment
        self._streams = Variables(environment.channels, "the stream of channel")

    @cached_property
    def clients(self) -> Clients:
        """The clients that all parts share."""
        return Clients()

    @cached_property
    def views(self) -> ViewStore:
        """The read models of the service."""
        views = [view for reader in self.service.readers for view in reader.views]
        tables = Variables(self._environment.rows, "the table of")
        cursors = Variables(self._environment.cursors, "the table of cursors of")
        return DynamoViews(self.clients.dynamodb, views, tables, cursors, self.clock)

    @cached_property
    def cursors(self) -> CursorStore:
        """The cursors of the service's policies."""
        table = variable(self._environment.policies, "the table of cursors of policies")
        return DynamoCursors(self.clients.dynamodb, table, self.clock)

    def commands(self, decisions: Iterable[Decision[Any, Any]]) -> Commands:
        """What decides these and appends."""
        channels = {decision.aggregate.channel for decision in decisions}
        return self._commands(
            ledger=self._ledger_for(channels),
            logs={channel: self.log(channel) for channel in channels},
            repairs=self._repairs,
            clock=self.clock,
            ids=RandomIds(),
        )

    def _commands(self, **parts: Any) -> Commands:
        return Commands(self.service, **parts)

    def reader(self, channel: str) -> ChannelReader:
        """The reader of a channel."""
        reader = self._reader(channel)
        ledger = self._ledger_for(reader.aggregates)
        return ChannelReader(reader, ledger=ledger, views=self.views, repairs=self._repairs)

    def policy(self, name: str) -> PolicyReader:
        """The reader of one policy."""
        policy = next(policy for policy in self.service.policies if policy.name == name)
        return PolicyReader(
            policy,
            commands=self.commands(policy.issues),
            cursors=self.cursors,
            repairs=self._repairs,
        )

    def repair(self, channel: str) -> Repair:
        """What repairs the keys of a channel: its ledger, its views, and the policies that read it.

        Raises:
            Refused: nothing of the service reads this channel.
        """
        policies = [policy for policy in self.service.policies if policy.channel == channel]
        readers = [reader for reader in self.service.readers if reader.channel == channel]
        readers += [Reader(channel=channel, catalog=policy.catalog) for policy in policies]
        if not readers:
            raise Refused("the service does not read this channel")
        return Repair(
            reader=readers[0],
            history=self.history(channel),
            ledger=self._ledger_for(readers[0].aggregates),
            views=self.views,
            clock=self.clock,
            policies=[self.policy(policy.name) for policy in policies],
        )

    def channel_of(self, key: str) -> str:
        """The channel that the aggregate of a key is recorded in.

        Raises:
            Refused: it is none of this service's: the channel must be named.
        """
        category = key.partition("-")[0]
        for reader in self.service.readers:
            if any(aggregate.name == category for aggregate in reader.aggregates):
                return reader.channel
        raise Refused("no aggregate of this service has such keys: name the channel")

    def epoch(self, channel: str) -> int:
        """The epoch of the stream that a channel's records come from."""
        return epoch_of(self._streams[channel])

    @cached_property
    def ledger(self) -> LedgerStore:
        """The ledger of the service."""
        table = variable(self._environment.ledger, "the table of the ledger")
        return DynamoLedger(self.clients.dynamodb, table, self.clock)

    def _ledger_for(self, own: Sized) -> LedgerStore:
        """The ledger; an empty one for whatever has nothing to do with the service's own aggregates."""
        return self.ledger if own else MemoryLedger()

    @cached_property
    def _repairs(self) -> Repairs:
        function = os.environ.get(self._environment.repair or "", "")
        return InvokedRepairs(self.clients, function, self.clock) if function else LeftHeld()

    def _reader(self, channel: str) -> Reader:
        return next(reader for reader in self.service.readers if reader.channel == channel)

    def log(self, channel: str) -> KinesisLog:
        """The log of a channel, for its writers."""
        return KinesisLog(self.clients.log, self._streams[channel], self.epoch(channel))

    def history(self, channel: str) -> History:
        """Where the records of a channel can be found again."""
        return History(archive=self.archive(channel), stream=self.source(channel))

    def archive(self, channel: str) -> S3Archive:
        """The archive of a channel's records."""
        bucket = variable(self._environment.archive, "the bucket of the archive")
        return S3Archive(self.clients.s3, bucket, self._environment.streams[channel])

    def source(self, channel: str) -> KinesisSource:
        """The records of a channel that its stream still has."""
        return KinesisSource(self.clients.kinesis, self._streams[channel], self.epoch(channel), self.clock)
