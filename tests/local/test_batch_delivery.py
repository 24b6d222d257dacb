"""Lambda's rules for a failing batch, over every kind of answer a function can give."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold.local.delivery import RETRIES_EXHAUSTED, TOO_OLD, Retrying, deliver
from specfold.local.errors import FunctionError
from specfold.local.shards import Record


def records(count: int, arrived: float | None = None) -> list[Record]:
    now = time.time() if arrived is None else arrived
    return [Record("shardId-000000000000", f"{100 + i}", f"k{i % 3}", b"", now) for i in range(count)]


def numbers(batch: Sequence[Record]) -> list[int]:
    return [int(record.sequence) - 100 for record in batch]


class Recorder:
    """Takes down what happens to the records; lets a delivery go on as long as it likes."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.given_up: list[tuple[list[int], str, int]] = []
        self.pauses: list[int] = []
        self.accepts = True

    def done(self, batch: Sequence[Record]) -> None:
        self.handled += numbers(batch)

    def discard(self, batch: Sequence[Record], condition: str, invocations: int) -> bool:
        self.given_up.append((numbers(batch), condition, invocations))
        return self.accepts

    def failed(self, batch: Sequence[Record], reason: str) -> None:
        pass

    def pause(self, attempt: int) -> bool:
        self.pauses.append(attempt)
        return len(self.pauses) < 1000


class Function:
    """Raises on poison, or reports it when it is polite."""

    def __init__(self, poison: set[int], *, reports: bool, heals_after: int | None = None) -> None:
        self.poison = poison
        self.reports = reports
        self.heals_after = heals_after
        self.calls: list[list[int]] = []

    def __call__(self, batch: Sequence[Record]) -> Any:
        self.calls.append(numbers(batch))
        healed = self.heals_after is not None and len(self.calls) > self.heals_after
        bad = [] if healed else [n for n in numbers(batch) if n in self.poison]
        if bad and not self.reports:
            raise FunctionError("ValueError", "poison")
        return {"batchItemFailures": [{"itemIdentifier": str(100 + n)} for n in reversed(bad)]}


def test_a_partial_failure_is_retried_from_the_lowest_reported_number() -> None:
    function, seen = Function({2, 4}, reports=True, heals_after=1), Recorder()
    assert deliver(records(6), function, Retrying(), seen)
    assert function.calls == [[0, 1, 2, 3, 4, 5], [2, 3, 4, 5]]
    assert seen.handled == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}, "", []])
def test_an_empty_answer_is_success(answer: Any) -> None:
    seen = Recorder()
    assert deliver(records(3), lambda _: answer, Retrying(), seen)
    assert seen.handled == [0, 1, 2]


@pytest.mark.parametrize(
    "answer",
    [
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"wrong": "101"}]},
        {"batchItemFailures": [{"itemIdentifier": "999"}]},
        {"batchItemFailures": ["101"]},
        {"batchItemFailures": "101"},
        {"batchItemFailures": [{"itemIdentifier": "102"}, {"itemIdentifier": "nonsense"}]},
        ["101"],
        7,
    ],
)
def test_a_malformed_answer_fails_the_whole_batch(answer: Any) -> None:
    calls: list[list[int]] = []

    def function(batch: Sequence[Record]) -> Any:
        calls.append(numbers(batch))
        return answer if len(calls) == 1 else None

    seen = Recorder()
    assert deliver(records(3), function, Retrying(bisect=False), seen)
    assert calls == [[0, 1, 2], [0, 1, 2]]
    assert seen.handled == [0, 1, 2]


def test_bisect_isolates_a_poison_record_and_keeps_the_order() -> None:
    function, seen = Function({5}, reports=False), Recorder()
    assert deliver(records(8), function, Retrying(retries=2), seen)
    assert seen.given_up == [([5], RETRIES_EXHAUSTED, 6)]  # 8, 4, 2, 1 records, then two retries
    assert seen.handled == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [call for call in function.calls if 5 not in call] == [[0, 1, 2, 3], [4], [6, 7]]


def test_without_bisect_the_whole_batch_is_given_up_after_the_retries() -> None:
    function, seen = Function({1}, reports=False), Recorder()
    assert deliver(records(3), function, Retrying(retries=2, bisect=False), seen)
    assert len(function.calls) == 3
    assert seen.given_up == [([0, 1, 2], RETRIES_EXHAUSTED, 3)]


def test_endless_retries_never_give_up() -> None:
    function, seen = Function({0}, reports=True, heals_after=200), Recorder()
    assert deliver(records(2), function, Retrying(retries=-1), seen)
    assert len(function.calls) == 201
    assert not seen.given_up


def test_records_older_than_the_limit_are_given_up_before_they_are_tried() -> None:
    function, seen = Function(set(), reports=True), Recorder()
    batch = records(2, time.time() - 100) + records(4)[2:]
    assert deliver(batch, function, Retrying(max_age_seconds=50), seen)
    assert seen.given_up == [([0, 1], TOO_OLD, 0)]
    assert function.calls == [[2, 3]]
    assert sorted(seen.handled) == [0, 1, 2, 3]


def test_nothing_is_done_while_the_destination_refuses() -> None:
    function, seen = Function({0}, reports=True), Recorder()
    seen.accepts = False
    assert not deliver(records(1), function, Retrying(retries=0), seen)
    assert seen.handled == []


@given(
    count=st.integers(1, 40),
    poison=st.sets(st.integers(0, 39)),
    reports=st.booleans(),
    bisect=st.booleans(),
    retries=st.integers(0, 3),
)
def test_every_record_is_done_once_and_in_order(
    count: int, poison: set[int], reports: bool, bisect: bool, retries: int
) -> None:
    function, seen = Function(poison, reports=reports), Recorder()
    assert deliver(records(count), function, Retrying(retries, bisect), seen)
    assert seen.handled == list(range(count))
    given_up = {n for batch, _, _ in seen.given_up for n in batch}
    assert given_up >= {n for n in poison if n < count}
    if bisect and not reports:
        assert given_up == {n for n in poison if n < count}
