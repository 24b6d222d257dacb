"""Policies: effects first, then the cursor; the same event asks the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from runtime.commit import Head, Record
from runtime.cursor import Cursor, Status
from runtime.errors import Unavailable
from runtime.memory import MemoryCursors
from runtime.policy import PolicyReader
from runtime.repair import History, Repair
from runtime.service import Policy, Reader
from runtime.testing import World, commit_data, running
from tests.runtime import shop
from tests.runtime.shop import POLICY, PaymentCaptured

WAIT = {"Prefer": "wait=5"}


@pytest.fixture
def world() -> World:
    made = running(shop.SERVICE)
    for id in "12":
        made.client().post("/orders", {"orderId": id, "customerId": "c"}, headers=WAIT)
    return made


@pytest.fixture(autouse=True)
def _whole() -> Iterator[None]:
    shop.broken.clear()
    yield
    shop.broken.clear()


def captured(world: World, id: str = "1", payment: str = "Payment-1") -> None:
    world.publish("payments", payment, PaymentCaptured(order_id=id))


def version(world: World, id: str = "1") -> int:
    return world.parts["shop"].ledger.items[f"Order-{id}"].cursor.version


def cursor(world: World, key: str = "Payment-1") -> Cursor:
    return world.parts["shop"].cursors.stored["onPaymentCaptured", key]


def follower(world: World, policy: Policy = POLICY, cursors: MemoryCursors | None = None) -> PolicyReader:
    part = world.parts["shop"]
    return PolicyReader(
        policy, commands=part.commands, cursors=cursors or part.cursors, repairs=world.repairs, wait=1.0
    )


def alone(world: World) -> None:
    """Leave the policy to the test: while somebody waits, only the orders are read."""
    world._consumers = [c for c in world._consumers if c.log is world.logs["orders"]]


def payments(world: World) -> list[Record]:
    return world.logs["payments"].entries


def test_an_event_issues_its_command(world: World) -> None:
    captured(world)
    world.drain()
    assert version(world) == 2
    assert (cursor(world).version, cursor(world).status) == (1, Status.OK)


def test_the_command_carries_its_cause_and_its_story(world: World) -> None:
    import json

    captured(world)
    world.drain()
    (payment,) = json.loads(payments(world)[0].data)
    (cancelled,) = json.loads(world.logs["orders"].entries[-1].data)
    assert cancelled["causationid"] == payment["id"]
    assert cancelled["correlationid"] == payment["id"]


def test_an_event_that_is_read_again_issues_nothing_new(world: World) -> None:
    captured(world)
    world.drain()
    appended = len(world.logs["orders"].entries)
    assert follower(world).read(payments(world)) == []  # known by its cursor
    assert follower(world, cursors=MemoryCursors()).read(payments(world)) == []  # the cursor was lost
    assert len(world.logs["orders"].entries) == appended


def test_killed_between_effect_and_cursor_it_acts_once(world: World) -> None:
    class Killed(BaseException):
        pass

    def fault(point: str) -> None:
        if point == "write":
            raise Killed

    world.parts["shop"].cursors.fault = fault
    captured(world)
    with pytest.raises(Killed):
        world.drain()
    world.parts["shop"].cursors.fault = lambda _: None
    for consumer in world._consumers:
        consumer.busy = False
    world.drain()
    assert version(world) == 2
    assert cursor(world).version == 1


def test_a_rejection_is_an_outcome(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    captured(world, "nobody")
    captured(world, "1")
    world.drain()
    assert cursor(world).version == 2
    assert version(world) == 2
    (told,) = [r for r in caplog.records if getattr(r, "signal", "") == "rejected"]
    assert "reason=UnknownOrder" in told.getMessage()


def test_what_cannot_be_appended_now_comes_again_and_stops_no_other_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(world)
    captured(world, "1", "Payment-1")
    captured(world, "2", "Payment-2")
    put = world.logs["orders"].put

    def failing(key: str, data: bytes) -> Any:
        if key == "Order-1":
            raise Unavailable("no stream")
        return put(key, data)

    monkeypatch.setattr(world.logs["orders"], "put", failing)  # the stream refuses one key
    again = follower(world).read(payments(world))
    assert [record.key for record in again] == ["Payment-1"]
    assert version(world, "2") == 2
    monkeypatch.undo()
    assert follower(world).read(payments(world)) == []
    assert version(world) == 2


def test_what_is_not_decided_in_time_comes_again(world: World) -> None:
    alone(world)
    captured(world)
    world.clock.on_sleep = lambda: None  # the ledger does not move
    again = follower(world).read(payments(world))
    assert again == payments(world)
    assert ("onPaymentCaptured", "Payment-1") not in world.parts["shop"].cursors.stored
    world.clock.on_sleep = world.drain
    assert follower(world).read(payments(world)) == []
    assert version(world) == 2


def test_a_batch_waits_once_for_the_verdicts_of_all_its_keys(world: World) -> None:
    alone(world)
    for n in range(50):
        world.client().post("/orders", {"orderId": f"o{n}", "customerId": "c"})
        captured(world, f"o{n}", f"Payment-{n}")
    world.drain()
    before, puts = world.clock.slept, len(world.logs["orders"].entries)
    assert follower(world).read(payments(world)) == []
    assert world.clock.slept - before < 0.1
    assert len(world.logs["orders"].entries) - puts == 50  # and puts each command once


def test_a_command_that_lost_its_race_is_decided_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(world)
    captured(world)
    log, put = world.logs["orders"], world.logs["orders"].put
    rivals = [shop.LineAdded(order_id="1", customer_id="c", cents=1)]

    def beaten(key: str, data: bytes) -> Any:
        head = world.parts["shop"].ledger.items[key].cursor.head
        if rivals:
            put(key, commit_data(key, head, rivals.pop(), commit="rival"))
        return put(key, data)

    monkeypatch.setattr(log, "put", beaten)
    assert follower(world).read(payments(world)) == []
    assert version(world) == 3
    assert len(log.entries) == 5  # two orders placed; the rival, the void one, the winner


def test_a_reaction_that_raises_parks_its_key_and_no_other(world: World) -> None:
    shop.broken.add("policy")
    captured(world, "1", "Payment-1")
    world.drain()
    shop.broken.clear()
    captured(world, "2", "Payment-2")
    captured(world, "1", "Payment-1")
    world.drain()
    assert (version(world, "1"), version(world, "2")) == (1, 2)
    parked = cursor(world)
    assert (parked.status, parked.version) == (Status.PARKED, 0)
    assert "secret" not in parked.error


def test_after_the_fix_a_repair_goes_on_where_it_stopped(world: World) -> None:
    captured(world, "1")
    world.drain()
    shop.broken.add("policy")
    captured(world, "2")
    world.drain()
    shop.broken.clear()
    assert version(world, "2") == 1
    assert world.repair("payments", "Payment-1") == {"onPaymentCaptured": "ok"}
    assert (version(world, "1"), version(world, "2")) == (2, 2)
    assert (cursor(world).version, cursor(world).status) == (2, Status.OK)


def test_a_command_that_it_may_not_issue_parks_it(world: World) -> None:
    captured(world)
    wrong = replace(POLICY, react=lambda _: [shop.AddLine(order_id="1", cents=1)])
    assert follower(world, wrong).read(payments(world)) == []
    assert "may not issue AddLine" in cursor(world).error


def test_a_gap_is_held_and_repaired(world: World) -> None:
    alone(world)
    captured(world, "1")
    captured(world, "2")
    first, second = payments(world)
    assert follower(world).read([second]) == []
    assert (version(world, "1"), version(world, "2")) == (2, 2)  # the repair found the first
    assert (cursor(world).version, cursor(world).status) == (2, Status.OK)
    assert follower(world).read([first, second]) == []
    assert world.repairs.asked == [("payments", "Payment-1")]


def test_a_new_policy_begins_with_what_the_stream_still_holds(world: World) -> None:
    """It reacts to what happens from now on, not to all that ever happened to an old key."""
    alone(world)
    captured(world, "1")
    captured(world, "2")
    _, new = payments(world)

    class Stream:
        def records(self, key: str) -> Iterator[Record]:
            return iter([new])

    part = world.parts["shop"]
    repair = Repair(
        reader=Reader(channel="payments", catalog=shop.PAYMENTS),
        history=History(world.logs["payments"], Stream()),
        ledger=part.ledger,
        views=part.views,
        clock=world.clock,
        policies=[follower(world)],
    )
    world.repairs.mend = lambda _channel, key: repair.repair(key)
    assert follower(world).read([new]) == []
    assert (version(world, "1"), version(world, "2")) == (1, 2)
    assert cursor(world).version == 2


def test_a_policy_that_followed_a_loser_is_held_for_good(world: World) -> None:
    captured(world, "1")
    world.drain()
    (first,) = payments(world)
    loser = structs.replace(
        first,
        data=commit_data("Payment-1", Head(), PaymentCaptured(order_id="2"), commit="the winner in truth"),
    )
    world.logs["payments"].entries[:] = [loser]
    assert world.repair("payments", "Payment-1") == {"onPaymentCaptured": "diverged"}
    assert cursor(world).status is Status.HELD


def test_two_pollers_act_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(world)
    stale = MemoryCursors()
    part = world.parts["shop"]
    world.drain()
    monkeypatch.setattr(part.cursors, "load", stale.load)  # the slow one read before
    again = follower(world).read(payments(world))
    assert again == payments(world)
    assert version(world) == 2


def test_cursors_that_cannot_be_read_fail_the_batch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(world)

    def unreadable(*_: Any) -> Any:
        raise Unavailable

    monkeypatch.setattr(world.parts["shop"].cursors, "load", unreadable)
    assert follower(world).read(payments(world)) == payments(world)
    assert version(world) == 1
