"""What a hunt for mutants found that no test had looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs
from specfold.commands.ledger import COMMAND_DAYS
from specfold.eventlog.batching import packed
from specfold.eventlog.cursor import Status
from specfold.eventlog.envelope import name_and_version

from tests.runtime import shop
from tests.runtime.test_failures import Shop, history, line, placed


@pytest.fixture
def here() -> Shop:
    shop.broken.clear()
    return Shop()


def test_a_command_is_kept_for_14_days_from_its_arrival(here: Shop) -> None:
    records = [structs.replace(record, arrived=1_700_000_000_999) for record in history(placed(), line(1))]
    here.reader().read(records)
    assert {item.ttl for item in here.ledger.commands.values()} == {1_700_000_000 + 14 * 86_400}


def test_a_stopped_cursor_names_the_record_that_it_does_not_take_and_when_that_arrived(here: Shop) -> None:
    first, second, third = history(placed(), line(1), line(2))
    here.reader().read([first])
    shop.broken.add("evolve")
    here.reader().read([second])
    shop.broken.clear()
    here.reader().read([third])  # the verdicts go on, and the reason stays
    cursor = here.ledger.items["Order-1"].cursor
    assert (cursor.status, cursor.version) == (Status.PARKED, 3)
    assert (cursor.by, cursor.since) == (f"1/s/{second.seq}", second.arrived)
    assert cursor.error.startswith("ZeroDivisionError at tests.runtime.shop")


def test_a_key_that_goes_on_says_nothing_of_a_stop(here: Shop) -> None:
    here.reader().read(history(placed()))
    for cursor in (here.ledger.items["Order-1"].cursor, *here.views.cursors().values()):
        assert (cursor.status, cursor.error, cursor.by, cursor.since) == (Status.OK, "", "", 0)
        assert (cursor.version, cursor.missed) == (1, 0)


def test_a_parked_ledger_is_held_by_a_gap_all_the_same(here: Shop) -> None:
    first, second, _, fourth = history(placed(), line(1), line(2), line(3))
    shop.broken.add("evolve")
    here.reader().read([first, second])
    assert here.ledger.items["Order-1"].cursor.status is Status.PARKED
    here.reader().read([fourth])
    assert here.ledger.items["Order-1"].cursor.status is Status.HELD
    shop.broken.clear()


def test_a_repair_takes_no_command_from_its_commit_because_it_was_put_twice(here: Shop) -> None:
    (first,) = history(placed())
    here.log.entries += [first, structs.replace(first, seq=first.seq.replace("1", "2"))]
    here.repair()
    assert [item.version for item in here.ledger.commands.values()] == [1]


def test_a_version_has_up_to_nine_digits() -> None:
    assert name_and_version("A.v123456789") == ("A", 123_456_789)
    assert name_and_version("A.v1234567890") is None


@pytest.mark.parametrize(("limit", "packs"), [(3, [["ab"], ["cd"], ["ef"]]), (4, [["ab", "cd"], ["ef"]])])
def test_a_pack_holds_so_many_items_and_no_more(limit: int, packs: list[list[str]]) -> None:
    assert list(packed(["ab", "cd", "ef"], list, limit=limit)) == packs


def test_a_pack_is_as_heavy_as_may_be_and_no_heavier() -> None:
    packs = packed("abcd", list, limit=9, weight=lambda _: 5, heaviest=10)
    assert list(packs) == [["a", "b"], ["c", "d"]]
    for free in ({}, {"weight": lambda _: 5}, {"heaviest": 1}):  # a bound without weights, or none
        assert list(packed(["a", "b"], list, limit=9, **free)) == [["a", "b"]]  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(("age", "remembered"), [(0, True), (1, False)])
def test_a_repair_remembers_commands_as_old_as_they_are_kept(here: Shop, age: int, remembered: bool) -> None:
    (first,) = history(placed())
    kept = int((here.clock.now() - timedelta(days=COMMAND_DAYS)).timestamp() * 1000)
    here.log.entries.append(structs.replace(first, arrived=kept - age))
    here.repair()
    assert here.versions() == {"Order-1": 1}
    assert bool(here.ledger.commands) is remembered
