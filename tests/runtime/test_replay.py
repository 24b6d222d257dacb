"""Replay and the past: the same rule and handlers over what the archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from specfold.eventlog.archive_format import from_lines, to_line
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Status
from specfold.recovery.replay import Difference, as_of, differences, in_order, replay
from specfold.testing import World, commit_data, running

from tests.runtime import shop


@pytest.fixture(autouse=True)
def _whole() -> Iterator[None]:
    shop.broken.clear()
    yield
    shop.broken.clear()


@pytest.fixture
def world() -> World:
    made = running(shop.SERVICE)
    client, wait = made.client(), {"Prefer": "wait=5"}
    for id in "123":
        client.post("/orders", {"orderId": id, "customerId": f"c{int(id) % 2}"}, headers=wait)
        for cents in range(3):
            client.post(f"/orders/{id}/lines", {"cents": cents}, headers=wait)
    client.post("/orders/2/lines", {"cents": 9})
    client.post("/orders/2/lines", {"cents": 9})  # void
    made.drain()
    return made


def test_a_replay_from_the_archive_s_lines_gives_the_living_tables(world: World) -> None:
    records = world.logs["orders"].entries
    lines = [to_line(record) for record in [*records, *records[::-1]]]
    replayed = replay(shop.READER, from_lines(lines))
    part = world.parts["shop"]
    assert replayed.tables == part.views.tables()
    assert replayed.ledger == part.ledger.items
    assert replayed.stopped == {}
    living = {key: item.cursor.head for key, item in part.ledger.items.items()}
    assert differences(replayed.heads, living) == []


def test_a_handler_that_breaks_in_a_replay_is_reported(world: World) -> None:
    shop.broken.add("summary")
    replayed = replay(shop.READER, world.logs["orders"].entries)
    assert {view for view, _ in replayed.stopped} == {"OrderSummary"}
    assert {cursor.status for cursor in replayed.stopped.values()} == {Status.PARKED}


def test_a_key_that_one_read_model_refuses_is_folded_by_those_after_it() -> None:
    customer = "c" * 2049  # one byte more than DynamoDB takes of a partition key
    event = shop.OrderPlaced(order_id="o1", customer_id=customer, placed_at=datetime(2026, 1, 31, tzinfo=UTC))
    data = commit_data("Order-o1", Head(), event, commit="c1")
    again = replay(shop.READER, [Record(1, "shardId-0", padded("1"), 0, "Order-o1", data)])
    assert set(again.stopped) == {("OrderSummary", ("o1",)), ("CustomerTotals", "Order-o1")}
    assert again.heads == {"Order-o1": Head(1, "c1")}


def test_differences_of_heads() -> None:
    ours = {
        "same": Head(1, "a"),
        "other top": Head(1, "a"),
        "behind": Head(1, "a"),
        "only here": Head(1, "a"),
    }
    theirs = {
        "same": Head(1, "a"),
        "other top": Head(1, "b"),
        "behind": Head(2, "b"),
        "only there": Head(1, "a"),
    }
    assert differences(ours, theirs) == [
        Difference("behind", Head(1, "a"), Head(2, "b")),
        Difference("only here", Head(1, "a"), None),
        Difference("only there", None, Head(1, "a")),
        Difference("other top", Head(1, "a"), Head(1, "b")),
    ]


# the past


def record(seq: int, arrived: int, key: str = "A-1") -> Record:
    return Record(1, "s", padded(str(seq)), arrived, key, b"")


def numbers(records: Iterator[Record]) -> list[int]:
    return [int(found.seq) for found in records]


def test_as_of_is_a_prefix_of_each_key() -> None:
    log = [record(1, 10), record(2, 30), record(3, 20), record(4, 40), record(5, 5, "B-1")]
    assert numbers(as_of(log, 4)) == []
    assert numbers(as_of([record(1, 0)], 0)) == [1]
    assert numbers(as_of(log, 10)) == [1, 5]
    assert numbers(as_of(log, 20)) == [1, 5]  # 3 is recorded after 2, whatever its clock said
    assert numbers(as_of(log, 30)) == [1, 2, 3, 5]
    assert numbers(as_of(log, 40)) == [1, 2, 3, 4, 5]
    assert numbers(as_of([*log[::-1], *log], 30)) == [1, 2, 3, 5]


@given(st.lists(st.integers(0, 50), max_size=20), st.integers(0, 50), st.integers(0, 50))
def test_what_was_so_stays_so(arrivals: list[int], one: int, other: int) -> None:
    log = [record(n, arrived) for n, arrived in enumerate(arrivals)]
    earlier, later = sorted((one, other))
    before, after = numbers(as_of(log, earlier)), numbers(as_of(log, later))
    assert after[: len(before)] == before


def test_the_state_as_of_a_time(world: World) -> None:
    records = in_order(world.logs["orders"].entries)
    mine = [found for found in records if found.key == "Order-1"]
    then = replay(shop.READER, as_of(records, mine[2].arrived))
    assert then.ledger["Order-1"].cursor.version >= 3
    assert then.stopped == {}
    assert replay(shop.READER, as_of(records, mine[0].arrived - 1)).ledger == {}


def test_an_epoch_comes_after_the_one_before(world: World) -> None:
    """A new physical stream counts from the start again; its epoch says that it is later."""
    records = [found for found in in_order(world.logs["orders"].entries) if found.key == "Order-1"]
    moved = [
        *records[:2],
        *(structs.replace(r, epoch=2, seq=padded(str(n + 1))) for n, r in enumerate(records[2:])),
    ]
    replayed = replay(shop.READER, moved[::-1])
    assert replayed.ledger["Order-1"].cursor.version == 4
    assert replayed.stopped == {}
