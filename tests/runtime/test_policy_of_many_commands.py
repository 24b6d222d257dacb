"""A record that asks for many commands: each is decided about once, and other keys are served meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from specfold.eventlog.cursor import Status
from specfold.model.service import Policy
from specfold.projections.command_issuing import TURN, Issues
from specfold.projections.policy_reader import PolicyReader
from specfold.storage.memory_ports import MemoryCursors
from specfold.testing import World, running

from tests.runtime import shop
from tests.runtime.shop import POLICY, LineAdded, PaymentCaptured
from tests.runtime.test_signals import told

NOTES = replace(
    POLICY,
    name="onLineAdded",
    channel="orders",
    catalog=shop.CATALOG,
    events=(LineAdded,),
    react=lambda event: [shop.AddLine(order_id="tally", cents=event.cents)],  # type: ignore[attr-defined]  # it has
    issues=(shop.ADD_LINE,),
)


@pytest.fixture
def world(caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level("INFO")
    return running(shop.SERVICE)


def place(world: World, *ids: str) -> None:
    for id in ids:
        world.client().post("/orders", {"orderId": id, "customerId": "c"})
    world.drain()


def alone(world: World) -> None:
    """Leave the policy to the test: while somebody waits, only the orders are read."""
    world._consumers = [c for c in world._consumers if c.log is world.logs["orders"]]


def reader(world: World, policy: Policy = POLICY, wait: float = 10.0) -> PolicyReader:
    part = world.parts["shop"]
    return PolicyReader(
        policy, commands=part.commands, cursors=part.cursors, repairs=world.repairs, wait=wait
    )


def captured(world: World, key: str, ids: list[str]) -> None:
    world.publish("payments", key, *(PaymentCaptured(order_id=id) for id in ids))


def decided(caplog: pytest.LogCaptureFixture) -> Counter[str]:
    return Counter(line["key"] for line in told(caplog, "decided") if line["command"] == "cancelOrder")


def versions(world: World) -> Counter[int]:
    return Counter(item.cursor.version for item in world.parts["shop"].ledger.items.values())


@pytest.mark.parametrize("many", [60, 1_600])
def test_a_commit_of_many_events_and_an_ordinary_one_are_done_in_one_batch(
    world: World, caplog: pytest.LogCaptureFixture, many: int
) -> None:
    ids = [f"o{n}" for n in range(many)]
    place(world, *ids, "last")
    alone(world)
    captured(world, "Payment-many", ids)
    captured(world, "Payment-one", ["last"])
    caplog.clear()
    appended = len(world.logs["orders"].entries)
    assert reader(world).read(world.logs["payments"].entries) == []
    assert versions(world) == {2: many + 1}
    assert set(decided(caplog).values()) == {1}, "one decision for each command"
    assert len(world.logs["orders"].entries) - appended == many + 1


def test_the_ordinary_one_does_not_wait_for_the_many(world: World, caplog: pytest.LogCaptureFixture) -> None:
    ids = [f"o{n}" for n in range(10 * TURN)]
    place(world, *ids, "last")
    alone(world)
    captured(world, "Payment-many", ids)
    captured(world, "Payment-one", ["last"])
    caplog.clear()
    reader(world).read(world.logs["payments"].entries)
    order = [line["key"] for line in told(caplog, "decided")]
    assert order.index("Order-last") == TURN


def test_what_has_no_verdict_in_time_is_returned_alone_and_not_decided_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Here no reader of the orders is at work: no command has a verdict before the deadline."""
    ids = [f"o{n}" for n in range(100)]
    place(world, *ids)
    alone(world)
    captured(world, "Payment-many", ids)
    captured(world, "Payment-none", [])
    caplog.clear()
    world.clock.on_sleep = lambda: None
    policy, records = reader(world), world.logs["payments"].entries
    for _ in range(3):
        assert policy.read(records) == records[:1]
    world.drain()
    assert policy.read(records) == []
    assert set(decided(caplog).values()) == {1}
    assert versions(world) == {2: 100}


def test_another_process_goes_on_where_the_cursor_says(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [f"o{n}" for n in range(5 * TURN)]
    place(world, *ids)
    alone(world)
    captured(world, "Payment-many", ids)
    records, cursors = world.logs["payments"].entries, world.parts["shop"].cursors.stored
    first = reader(world, wait=0.0)  # one turn a delivery
    for _ in range(5):
        assert first.read(records) == records
    world.drain()
    assert first.read(records) == records
    stored = cursors["onPaymentCaptured", "Payment-many"]
    assert stored.done.startswith(f"{TURN}/")
    assert (stored.version, stored.status) == (0, Status.OK)
    caplog.clear()
    appended = len(world.logs["orders"].entries)
    assert reader(world).read(records) == []
    assert len(decided(caplog)) == 4 * TURN, "those that were settled are not asked about again"
    assert len(world.logs["orders"].entries) == appended
    assert versions(world) == {2: 5 * TURN}
    assert cursors["onPaymentCaptured", "Payment-many"].done == ""


def test_commands_of_one_record_for_one_aggregate_keep_their_order(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    place(world, "tally")
    alone(world)
    world.client().post("/orders", {"orderId": "big", "customerId": "c"})
    world.drain()
    big = LineAdded(order_id="big", customer_id="c", cents=0)
    world._heads["orders", "Order-big"] = world.parts["shop"].ledger.items["Order-big"].cursor.head
    world.publish("orders", "Order-big", *(big.model_copy(update={"cents": n}) for n in range(50)))
    world.drain()
    caplog.clear()
    records = [record for record in world.logs["orders"].entries if record.key == "Order-big"]
    policy = reader(world, NOTES)
    while policy.read(records):
        pass
    lines = [json.loads(r.data) for r in world.logs["orders"].entries if r.key == "Order-tally"][1:]
    assert [event["data"]["cents"] for (event,) in lines] == list(range(50))
    assert len(told(caplog, "decided")) == 50


def test_an_event_that_is_read_again_with_no_cursor_issues_nothing_new(world: World) -> None:
    ids = [f"o{n}" for n in range(60)]
    place(world, *ids)
    captured(world, "Payment-many", ids)
    world.drain()
    appended = len(world.logs["orders"].entries)
    part = world.parts["shop"]
    again = PolicyReader(
        POLICY, commands=part.commands, cursors=MemoryCursors(), repairs=world.repairs, wait=1.0
    )
    assert again.read(world.logs["payments"].entries) == []
    assert len(world.logs["orders"].entries) == appended


def test_progress_of_other_handlers_is_no_progress() -> None:
    assert not Issues([], "").left
    assert not Issues([], "3/0123456789abcdef").left
    assert Issues([], "3/0123456789abcdef").done == ""
