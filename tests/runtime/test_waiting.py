"""How long is waited, and for what: looks, puts that are tried again, races that are decided again."""

from __future__ import annotations

from itertools import accumulate, islice, pairwise, takewhile

import pytest
from specfold.commands.handler import pauses
from specfold.commands.outcomes import Accepted, Conflict, Pending, Uncertain
from specfold.eventlog.commit import Position
from specfold.model.errors import OutcomeUnknown, Unavailable
from specfold.testing import commit_data

from tests.runtime import shop
from tests.runtime.test_failures import Shop, line, once


@pytest.fixture
def here() -> Shop:
    shop.broken.clear()
    return Shop()


def slow(here: Shop, seconds: float) -> None:
    """The reader is behind by so much: it reads when that time of day has come."""
    due = here.clock.slept + seconds

    def read_at_last() -> None:
        if here.clock.slept >= due:
            here.read()

    here.clock.on_sleep = read_at_last


def test_looks_come_thick_at_first_then_rarer_up_to_a_bound() -> None:
    middle = list(islice(pauses(lambda: 0.5), 20))
    growing, steady = [a < b for a, b in pairwise(middle)], middle[-5:]
    assert growing == sorted(growing, reverse=True)
    assert any(growing)
    assert steady == [0.5] * 5
    assert max(middle) == 0.5
    within_a_second = list(takewhile(lambda at: at <= 1, accumulate(middle)))
    assert (within_a_second[0], len(within_a_second)) == (0.02, 7)


def test_jitter_moves_a_look_by_up_to_half_of_its_pause() -> None:
    early, middle, late = (list(islice(pauses(lambda by=by: by), 20)) for by in (0.0, 0.5, 1.0))
    assert early == [0.5 * pause for pause in middle]
    assert late == [1.5 * pause for pause in middle]


@pytest.mark.parametrize("behind", [0.03, 0.3, 0.6])
def test_a_verdict_is_seen_soon_after_it_is_there(here: Shop, behind: float) -> None:
    here.place()
    began = here.clock.slept
    slow(here, behind)
    assert here.line(wait=0.7) == Accepted("line", "Order-1", 2)
    assert behind <= here.clock.slept - began <= behind * 2


def test_a_wait_ends_when_it_was_to_end(here: Shop) -> None:
    here.place()
    began = here.clock.slept
    slow(here, 1.0)
    assert isinstance(here.line(wait=0.7), Pending)
    assert here.clock.slept - began == pytest.approx(0.7)
    assert here.line(wait=0.4) == Accepted("line", "Order-1", 2)


def test_bytes_of_an_unknown_fate_are_put_again_a_moment_later(here: Shop) -> None:
    here.place()
    here.log.fault = once(OutcomeUnknown(), "put done")
    here.line()
    _, first, again = here.log.entries
    assert first.data == again.data
    assert 0 < again.arrived - first.arrived < 1000


@pytest.mark.parametrize("refusal", [OutcomeUnknown, Unavailable])
def test_bytes_are_put_three_times_and_no_more(here: Shop, refusal: type[Exception]) -> None:
    here.place()
    puts: list[str] = []

    def failing(at: str) -> None:
        puts.append(at)
        raise OutcomeUnknown if len(puts) == 1 else refusal

    here.log.fault = failing
    assert here.line() == Uncertain("line")
    assert puts == ["put"] * 3


def beaten(here: Shop, monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """A rival that is a moment faster, so often; when the loser is found to be void, by the reader."""
    put, voided = here.log.put, list[float]()

    def second(key: str, data: bytes) -> Position:
        if len(voided) < times:
            cursor = here.ledger.items[key].cursor
            put(key, commit_data(key, cursor.head, line(1), commit=f"rival-{cursor.version}"))
        return put(key, data)

    def read() -> None:
        if len(here.log.entries) > here.at:
            voided.append(here.clock.slept)
        here.read()

    monkeypatch.setattr(here.log, "put", second)
    here.clock.on_sleep = read
    return voided


def test_who_lost_a_race_lets_a_moment_pass_before_the_next_try(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.place()
    voided = beaten(here, monkeypatch, times=2)
    assert here.line(100) == Accepted("line", "Order-1", 4)
    assert here.cents() == 102
    tries = [record.arrived for record in here.log.entries if b'"commandid":"line"' in record.data]
    assert len(tries) == 3
    lost = [int((here.clock.at.timestamp() + at) * 1000) for at in voided[:2]]
    assert all(again > loss for again, loss in zip(tries[1:], lost, strict=True))


def test_the_last_loss_is_told_at_once(here: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    here.place()
    voided = beaten(here, monkeypatch, times=9)
    assert here.line(100) == Conflict(4)
    assert (len(voided), here.clock.slept) == (3, voided[-1])
