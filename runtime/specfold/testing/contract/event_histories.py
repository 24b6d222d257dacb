"""Histories of several aggregates, made from examples: other ids, later times, larger numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from specfold.commands.decider import partition_key
from specfold.model.messages import Event
from specfold.testing.contract.events import EventPromise
from specfold.testing.contract.invalid_payloads import schema_at
from specfold.testing.contract.sample_payloads import larger, later, samples
from specfold.testing.contract.schema_validator import plain

MOST = 4  # aggregates
ROWS = 2  # rows that gather several aggregates


@dataclass(frozen=True)
class Source:
    """An event that a read model folds, and its members that say which row."""

    event: EventPromise
    key: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.event)


@dataclass(frozen=True)
class Fact:
    """An event of one aggregate on a channel."""

    channel: str
    key: str
    event: Event


@dataclass(frozen=True)
class Histories:
    """Histories in which each aggregate sees the events of a read model once, in the order it names them."""

    sources: tuple[Source, ...]

    def of(self, count: int) -> Iterator[Fact]:
        """The histories of so many aggregates, one after the other."""
        yield from self.made([[_varied(s.event, i) for s in self.sources] for i in range(count)])

    def made(self, payloads: Sequence[Sequence[Any]]) -> Iterator[Fact]:
        """The same with these payloads: one for each source, for each aggregate."""
        for index, own in enumerate(payloads):
            for source, payload in zip(self.sources, own, strict=True):
                yield self._fact(source, payload, index)

    def _fact(self, source: Source, payload: Any, index: int) -> Fact:
        promise = source.event
        members = plain(payload)
        members.update({name: self._rows[place][index % ROWS] for place, name in enumerate(source.key)})
        members[promise.identity] = self._ids[promise.aggregate][index]
        key = partition_key(promise.aggregate, members[promise.identity])
        return Fact(promise.channel, key, promise.event.from_wire(members))

    @cached_property
    def _ids(self) -> Mapping[str, list[Any]]:
        """Ids of aggregates, by kind."""
        found: dict[str, list[Any]] = {}
        for source in self.sources:
            promise = source.event
            if promise.aggregate not in found:
                found[promise.aggregate] = _values(promise, promise.identity, MOST)
        return found

    @cached_property
    def _rows(self) -> list[list[Any]]:
        """Values of each part of a row's key."""
        first = self.sources[0]
        return [_values(first.event, name, ROWS) for name in first.key]


def _values(promise: EventPromise, name: str, count: int) -> list[Any]:
    given = [payload[name] for payload in promise.payloads if name in payload]
    own = [value for value in given if value != ""][:1]  # an empty text is no key
    made = samples(schema_at(promise.judge.schema, [name]), count + 2)
    return [*own, *(value for value in made if value not in ("", *own))][:count]


def _varied(promise: EventPromise, index: int) -> Any:
    """The example of an event, a little different for each aggregate, as far as its schema allows."""
    payload = promise.payloads[0]
    for changed in (larger(later(payload, index), index), later(payload, index)):
        if promise.judge.accepts(changed):
            return changed
    return payload
