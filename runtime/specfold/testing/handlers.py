"""Given and when for deciders, folds for views, payloads for contracts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from specfold.eventlog.commit import RULE, Head
from specfold.eventlog.envelope import Envelope, encode, type_name
from specfold.eventlog.ports import RowKey
from specfold.model.messages import Command, Event, Rejection, Row
from specfold.model.service import Aggregate, Decision, View

S = TypeVar("S")
C = TypeVar("C", bound=Command)
R = TypeVar("R", bound=Row)
T = TypeVar("T")
Json = dict[str, Any]


def without_each(payload: Json, required: Iterable[str]) -> Iterator[tuple[str, Json]]:
    """The payload again and again, each time lacking one required member."""
    for name in required:
        yield name, {key: value for key, value in payload.items() if key != name}


@dataclass(frozen=True, slots=True)
class Given(Generic[S]):
    """An aggregate with a history."""

    aggregate: Aggregate[S]
    state: S

    def when(self, decision: Decision[C, S], command: C, at: datetime) -> Sequence[Event] | Rejection:
        """What the decision says to a command at a time."""
        return decision.decide(command, self.state, at)


def given(aggregate: Aggregate[S], *events: Event) -> Given[S]:
    """An aggregate to which these events happened."""
    state = aggregate.initial()
    for event in events:
        state = aggregate.evolve(state, event)
    return Given(aggregate, state)


def folded(view: View[R], events: Iterable[Event]) -> dict[RowKey, R]:
    """The rows that a view makes of these events, in this order."""
    rows: dict[RowKey, R] = {}
    for event in events:
        key = view.row_key(view.key_of(event))
        row = view.fold(rows.pop(key, None), event)
        if row is not None:
            rows[key] = row
    return rows


def interleavings(histories: Sequence[Sequence[T]], count: int = 20, seed: int = 0) -> Iterator[list[T]]:
    """The events of several aggregates in `count` orders, each aggregate's own order kept."""
    chance = random.Random(seed)  # noqa: S311  # the same orders in every run, and no secret
    for _ in range(count):
        left = [list(reversed(history)) for history in histories if history]
        order: list[T] = []
        while left:
            history = chance.choice(left)
            order.append(history.pop())
            left = [history for history in left if history]
        yield order


def commit_data(
    key: str,
    head: Head,
    *events: Event,
    commit: str,
    command: str = "",
    source: str = "//test",
    rule: int = RULE,
) -> bytes:
    """The data of a record: one commit on this head. Nothing is checked."""
    return encode(
        [
            Envelope(
                id=f"{commit}.{index}",
                source=source,
                type=type_name(event),
                partitionkey=key,
                commitid=commit,
                commitbase=head.version,
                commitparent=head.top,
                commandid=command or f"for-{commit}",
                commitindex=index,
                commitcount=len(events),
                commitrule=rule,
                data=msgspec.Raw(event.to_json()),
            )
            for index, event in enumerate(events)
        ]
    )
