"""The window in SQL over an archive's lines, on histories that are easy to read."""

from __future__ import annotations

from specfold.eventlog.commit import Record, padded

from tests.proof.foreign import skip_of
from tests.proof.sql import winners
from tests.runtime.test_failures import history, line, placed


def test_the_first_of_each_base_wins_and_the_chain_is_proved() -> None:
    first, second, third = history(placed(), line(1), line(2))
    late = Record(1, "s", padded("99"), 0, second.key, second.data.replace(b"1-2", b"lost"))
    assert winners({1: [late, third, second, first]}) == {(1, "Order-1"): (["1-1", "1-2", "1-3"], True)}


def test_a_lost_winner_breaks_the_chain() -> None:
    first, _, third = history(placed(), line(1), line(2))
    assert winners({1: [third, first]}) == {(1, "Order-1"): (["1-1", "1-3"], False)}


def test_a_loser_in_the_place_of_a_lost_winner_breaks_the_chain() -> None:
    first, second, third = history(placed(), line(1), line(2))
    loser = Record(1, "s", padded("99"), 0, second.key, second.data.replace(b"1-2", b"lost"))
    assert winners({1: [loser, third, first]}) == {(1, "Order-1"): (["1-1", "lost", "1-3"], False)}


def test_what_is_not_well_formed_wins_nothing() -> None:
    first, *_ = history(placed())
    broken = [b"null", b"{}", b"[]", b"no json", first.data.replace(b'"commitcount":1', b'"commitcount":2')]
    records = [Record(1, "s", padded(str(n)), 0, "Order-1", data) for n, data in enumerate(broken, 1)]
    assert winners({1: [*records, Record(1, "s", padded("9"), 0, "Order-1", first.data)]}) == {
        (1, "Order-1"): (["1-1"], True)
    }


def test_what_is_skipped_wins_nothing_unless_it_won_before() -> None:
    first, second, third = history(placed(), line(1), line(2))
    ahead = Record(1, "s", padded("50"), 0, "Order-1", third.data.replace(b"1-2", b"gone"))
    skips = [
        Record(1, "s", padded(str(60 + n)), 0, "Order-1", skip_of(one))
        for n, one in enumerate((ahead, second))
    ]
    log = [first, second, third]
    right = {(1, "Order-1"): (["1-1", "1-2", "1-3"], True)}
    assert winners({1: [*log[:2], *skips, ahead]}) == {(1, "Order-1"): (["1-1", "1-2"], True)}
    assert winners({1: [*log, *skips]}) == right
    assert winners({1: [*log[:2], ahead]})[1, "Order-1"][1] is False
