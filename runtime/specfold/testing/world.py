"""Whole services in one process, over memory.

Nothing runs beside the test: time passes when somebody waits, and the readers work meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from specfold.commands.handler import Commands
from specfold.eventlog.commit import Head, Record
from specfold.http import Api, Settings
from specfold.http.security import Claims
from specfold.model.messages import Event
from specfold.model.service import Reader, Service
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.policy_reader import PolicyReader
from specfold.projections.queries import Queries
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import (
    MemoryClock,
    MemoryCursors,
    MemoryIds,
    MemoryLedger,
    MemoryLog,
    MemoryRepairs,
    MemoryViews,
)
from specfold.testing.client import Client
from specfold.testing.handlers import commit_data


@dataclass(slots=True)
class _Consumer:
    """Reads one log with one reader, as an event source mapping does."""

    log: MemoryLog
    read: Callable[[Sequence[Record]], list[Record]]
    at: int = 0
    busy: bool = False

    def turn(self) -> bool:
        """Read what is new; whether anything was got over."""
        batch = self.log.entries[self.at :]
        if self.busy or not batch:
            return False
        self.busy = True
        try:
            failed = {record.identity for record in self.read(batch)}
        finally:
            self.busy = False
        done = next((i for i, record in enumerate(batch) if record.identity in failed), len(batch))
        self.at += done
        return done > 0


@dataclass(slots=True)
class Part:
    """One service of a world, and what it stands on."""

    service: Service
    commands: Commands
    ledger: MemoryLedger
    views: MemoryViews
    cursors: MemoryCursors
    app: Any


class World:
    """Services that run together over one log per channel."""

    def __init__(self, *services: Service, settings: Settings | None = None) -> None:
        self.clock = MemoryClock(on_sleep=self.drain)
        self.ids = MemoryIds()
        self.repairs = MemoryRepairs(mend=self.repair)
        self.logs: dict[str, MemoryLog] = {}
        self._settings = settings
        self._consumers: list[_Consumer] = []
        self._repairs: list[tuple[str, Repair]] = []
        self._heads: dict[tuple[str, str], Head] = {}
        self.parts = {service.name: self._part(service) for service in services}

    def client(
        self, service: str | None = None, *, anonymous: bool = False, scopes: Iterable[str] | None = None
    ) -> Client:
        """A client of a service (the first) that may do everything, or what `scopes` say, or is nobody."""
        part = self.parts[service] if service else next(iter(self.parts.values()))
        every = {scope for route in part.service.routes for way in route.security for scope in way.scopes}
        claims = None if anonymous else Claims("tester", frozenset(every if scopes is None else scopes))
        return Client(part.app, claims)

    def drain(self) -> None:
        """Let every reader read until nothing new comes of it."""
        moved = True
        while moved:
            turns = [consumer.turn() for consumer in self._consumers]  # all of them, not up to the first
            moved = any(turns)

    def repair(self, channel: str, key: str) -> dict[str, str]:
        """Repair a key of a channel, wherever it is read."""
        results: dict[str, str] = {}
        for name, repair in self._repairs:
            if name == channel:
                results.update(repair.repair(key))
        return results

    def publish(self, channel: str, key: str, *events: Event, source: str = "//test") -> None:
        """Append a commit as the channel's own service would; for channels of services that are not here."""
        log, head = self._log(channel), self._heads.get((channel, key), Head())
        commit = self.ids.new()
        log.put(key, commit_data(key, head, *events, commit=commit, source=source))
        self._heads[channel, key] = Head(head.version + 1, commit)

    def _log(self, channel: str) -> MemoryLog:
        return self.logs.setdefault(channel, MemoryLog(clock=self.clock))

    def _part(self, service: Service) -> Part:
        ledger, cursors = MemoryLedger(), MemoryCursors()
        views = MemoryViews(view for reader in service.readers for view in reader.views)
        logs = {d.aggregate.channel: self._log(d.aggregate.channel) for d in service.decisions}
        commands = Commands(
            service,
            ledger=ledger,
            logs=logs,
            repairs=self.repairs,
            clock=self.clock,
            ids=self.ids,
            jitter=lambda: 0.5,
        )
        for reader in service.readers:
            channel = ChannelReader(reader, ledger=ledger, views=views, repairs=self.repairs)
            self._consume(reader, channel.read, ledger, views)
        for policy in service.policies:
            follower = PolicyReader(policy, commands=commands, cursors=cursors, repairs=self.repairs)
            reader = Reader(channel=policy.channel, catalog=policy.catalog)
            self._consume(reader, follower.read, ledger, views, follower)
        api = Api(
            service,
            commands=commands,
            queries=Queries(views, self.clock, jitter=lambda: 0.5),
            ids=self.ids,
            claims=lambda request: request.scope["claims"],
            settings=self._settings,
        )
        return Part(service, commands, ledger, views, cursors, api.app)

    def _consume(
        self,
        reader: Reader,
        read: Callable[[Sequence[Record]], list[Record]],
        ledger: MemoryLedger,
        views: MemoryViews,
        *policies: PolicyReader,
    ) -> None:
        log = self._log(reader.channel)
        self._consumers.append(_Consumer(log, read))
        repair = Repair(
            reader=reader,
            history=History(log, log),
            ledger=ledger,
            views=views,
            clock=self.clock,
            policies=policies,
        )
        self._repairs.append((reader.channel, repair))


def running(*services: Service, settings: Settings | None = None) -> World:
    """Services in this process: `running(SERVICE).client().post(...)`; `Prefer: wait=1` shows outcomes."""
    return World(*services, settings=settings)
