"""What a read model promises: the same rows from the same history, however it is delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import assume, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from specfold.eventlog.commit import Head
from specfold.eventlog.cursor import Status
from specfold.eventlog.ports import RowKey
from specfold.model.messages import Event
from specfold.model.service import Aggregate, Reader, Service, View
from specfold.projections.channel_reader import ChannelReader
from specfold.storage.memory_ports import MemoryLedger, MemoryLog, MemoryRepairs, MemoryViews
from specfold.testing.contract.event_histories import Fact, Histories, Source
from specfold.testing.contract.not_implemented import stub_at, unwritten
from specfold.testing.contract.sample_payloads import PROPERTY, Unmakeable, strategy
from specfold.testing.contract.schema_validator import Judge
from specfold.testing.handlers import commit_data, interleavings

Rows = Mapping[RowKey, Mapping[str, Any]]


@dataclass(frozen=True)
class ProjectionPromise:
    """A read model, and the events it is folded from, each with the members that say which row."""

    service: Service
    view: str
    sources: tuple[Source, ...]
    handed: set[type[Event]] = field(default_factory=set, init=False, compare=False, repr=False)

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The readers of its channels, for this view alone; no state is folded."""
        found = [
            (reader, view)
            for reader in self.service.readers
            for view in reader.views
            if view.name == self.view
        ]
        assert found, f"{self.view} must be read from its channels, and no reader of the service does"
        return tuple(
            replace(
                reader, views=(self._watched(view),), aggregates=tuple(map(_stateless, reader.aggregates))
            )
            for reader, view in found
        )

    def _watched(self, view: View[Any]) -> View[Any]:
        """The view, remembering which events its fold was handed."""

        def fold(row: Any, event: Event) -> Any:
            self.handed.add(event.__class__)
            return view.fold(row, event)

        return replace(view, fold=fold)

    @property
    def definition(self) -> View[Any]:
        """The view as the service has it."""
        return self.readers[0].views[0]

    @cached_property
    def histories(self) -> Histories:
        """Histories of its aggregates, made from the examples of its events."""
        return Histories(self.sources)

    def folds(self) -> None:
        """Each event folds, and every row is one that its published schema allows."""
        judge = Judge(self.service.schemas.schema("rows", self.view))
        facts = list(self.histories.of(2))
        seen = False
        for count in range(1, len(facts) + 1):
            for row in self.rows(facts[:count]).values():
                wrong = judge.says(dict(row))
                assert not wrong, f"{self.view} must make rows that its schema allows: {wrong}"
                seen = True
        assert seen, f"{self.view} must make a row of the history {', '.join(map(str, self.sources))}"
        for source in self.sources:
            assert source.event.event in self.handed, f"{self.view} must fold {source}: it never came so far"

    def replays(self) -> None:
        """The same history gives the same rows again, in batches of any size."""
        facts = list(self.histories.of(4))
        first = self.rows(facts)
        for size in (1, 2, 3, len(facts)):
            assert self.rows(facts, size) == first, f"{self.view} must give the same rows when it is replayed"

    def ignores_duplicates(self) -> None:
        """What is delivered twice, or all over again, is folded once."""
        facts = list(self.histories.of(4))
        again = self.rows(facts, 3, times=2)
        assert again == self.rows(facts), (
            f"{self.view} must fold an event once, however often it is delivered"
        )

    def commutes(self) -> None:
        """Between aggregates there is no order: every interleaving of their histories gives the same rows."""
        facts = list(self.histories.of(4))
        self._commutes(facts, orders=12)

    def commutes_for_any(self) -> None:
        """So it is for every payload that the schemas of its events allow."""
        try:
            events = [strategy(source.event.judge.schema) for source in self.sources]
        except Unmakeable as error:
            pytest.skip(str(error))

        @settings(PROPERTY, max_examples=max(PROPERTY.max_examples // 2, 8))
        @hypothesis_given(st.tuples(*(st.tuples(*events) for _ in range(3))))
        def holds(payloads: Sequence[Sequence[Any]]) -> None:
            self._commutes(list(self.histories.made(payloads)), orders=2, tolerant=True)

        holds()

    def _commutes(self, facts: list[Fact], orders: int, *, tolerant: bool = False) -> None:
        first = self.rows(facts, tolerant=tolerant)
        own: dict[str, list[Fact]] = {}
        for fact in facts:
            own.setdefault(fact.key, []).append(fact)
        for order in interleavings(list(own.values()), orders):
            same = self.rows(order, tolerant=tolerant) == first
            assert same, f"{self.view} must give the same rows in whatever order aggregates take turns"

    def rows(self, facts: Sequence[Fact], size: int = 5, times: int = 1, *, tolerant: bool = False) -> Rows:
        """The rows that a history gives, delivered in batches of a size, each so many times."""
        views = MemoryViews([self.definition])
        logs = {reader.channel: MemoryLog() for reader in self.readers}
        channels = [
            (ChannelReader(r, ledger=MemoryLedger(), views=views, repairs=MemoryRepairs()), logs[r.channel])
            for r in self.readers
        ]
        heads: dict[tuple[str, str], Head] = {}
        for start in range(0, len(facts), size):
            marks = {name: len(log.entries) for name, log in logs.items()}
            for fact in facts[start : start + size]:
                _append(logs, heads, fact)
            for channel, log in channels:
                batch = log.entries[min(marks[n] for n, known in logs.items() if known is log) :]
                for _ in range(times):
                    channel.read(batch)
        for channel, log in channels * (times - 1):
            channel.read(log.entries)
        self._all_folded(views, tolerant=tolerant)
        return views.tables()[self.view]

    def _all_folded(self, views: MemoryViews, *, tolerant: bool) -> None:
        for cursor in views.cursors().values():
            if cursor.status is not Status.OK:
                if stub_at(cursor.error):
                    unwritten(f"how events change a row of {self.view}")
                assume(not tolerant)
                raise AssertionError(f"{self.view} must fold every event of its history: {cursor.error}")


def _append(logs: Mapping[str, MemoryLog], heads: dict[tuple[str, str], Head], fact: Fact) -> None:
    log = logs.get(fact.channel)
    assert log is not None, f"the channel {fact.channel} must be read"
    head = heads.get((fact.channel, fact.key), Head())
    commit = f"{fact.key}.{head.version}"[-64:]
    log.put(fact.key, commit_data(fact.key, head, fact.event, commit=commit))
    heads[fact.channel, fact.key] = Head(head.version + 1, commit)


def _nothing() -> None:
    """The state of an aggregate whose state does not matter here."""


def _unchanged(_state: None, _event: object) -> None:
    """It never changes."""


def _stateless(aggregate: Aggregate[Any]) -> Aggregate[None]:
    return replace(aggregate, initial=_nothing, evolve=_unchanged)
