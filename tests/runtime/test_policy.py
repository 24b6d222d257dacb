"""Policies: effects first, then the cursor; the same event asks the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from specfold.eventlog.commit import Head, Record
from specfold.eventlog.cursor import Cursor, Status
from specfold.model.errors import OutcomeUnknown, Unavailable
from specfold.model.service import Policy, Reader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import MemoryCursors
from specfold.testing import World, commit_data, running

from tests.runtime import shop
from tests.runtime.shop import POLICY, PaymentCaptured
from tests.runtime.test_signals import refusing, told
from tests.runtime.test_telemetry import TRACE

WAIT = {"Prefer": "wait=5"}
GIFT = replace(  # it follows the channel of its own service
    POLICY,
    name="onOrderPlaced",
    channel="orders",
    catalog=shop.CATALOG,
    events=(shop.OrderPlaced,),
    react=lambda event: [shop.AddLine(order_id=event.order_id, cents=1)],  # type: ignore[attr-defined]  # it has one
    issues=(shop.ADD_LINE,),
)


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


def follower(
    world: World, policy: Policy = POLICY, cursors: MemoryCursors | None = None, wait: float = 1.0
) -> PolicyReader:
    part = world.parts["shop"]
    return PolicyReader(
        policy, commands=part.commands, cursors=cursors or part.cursors, repairs=world.repairs, wait=wait
    )


def alone(world: World) -> None:
    """Leave the policy to the test: while somebody waits, only the orders are read."""
    world._consumers = [c for c in world._consumers if c.log is world.logs["orders"]]


def orders(world: World) -> list[Record]:
    return world.logs["orders"].entries


def payments(world: World) -> list[Record]:
    return world.logs["payments"].entries


def test_an_event_issues_its_command(world: World) -> None:
    captured(world)
    world.drain()
    assert version(world) == 2
    assert (cursor(world).version, cursor(world).status) == (1, Status.OK)


def test_the_command_carries_its_cause_and_its_story(world: World) -> None:
    captured(world)
    world.drain()
    (payment,) = json.loads(payments(world)[0].data)
    (cancelled,) = json.loads(world.logs["orders"].entries[-1].data)
    assert cancelled["causationid"] == payment["id"]
    assert cancelled["correlationid"] == payment["id"]


def test_the_command_goes_on_with_the_trace_and_the_story_of_its_event(world: World) -> None:
    sent = WAIT | {"traceparent": TRACE, "X-Correlation-ID": "story"}
    world.client().post("/orders", {"orderId": "3", "customerId": "c"}, headers=sent)
    assert follower(world, GIFT).read(orders(world)[-1:]) == []
    (event,) = json.loads(orders(world)[-1].data)
    assert (event["partitionkey"], event["type"]) == ("Order-3", "LineAdded.v1")
    assert (event["correlationid"], event["traceparent"]) == ("story", TRACE)


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
    (event,) = json.loads(payments(world)[0].data)
    (line,) = told(caplog, "rejected")
    assert line == {
        "signal": "rejected", "Rejections": 1, "policy": "onPaymentCaptured", "command": "cancelOrder",
        "reason": "UnknownOrder", "event": event["id"],
    }  # fmt: skip


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


def test_it_waits_ten_seconds_for_verdicts_and_no_more(world: World) -> None:
    alone(world)
    captured(world)
    world.clock.on_sleep = lambda: None
    part, began = world.parts["shop"], world.clock.slept
    reader = PolicyReader(POLICY, commands=part.commands, cursors=part.cursors, repairs=world.repairs)
    assert reader.read(payments(world)) == payments(world)
    assert world.clock.slept - began == pytest.approx(10)


def test_a_batch_waits_once_for_the_verdicts_of_all_its_keys(world: World) -> None:
    alone(world)
    for n in range(50):
        world.client().post("/orders", {"orderId": f"o{n}", "customerId": "c"})
        captured(world, f"o{n}", f"Payment-{n}")
    world.drain()
    before, puts = world.clock.slept, len(world.logs["orders"].entries)
    assert follower(world).read(payments(world)) == []
    assert world.clock.slept - before == pytest.approx(0.02)  # one look
    assert len(world.logs["orders"].entries) - puts == 50  # and puts each command once


def test_while_it_waits_it_puts_each_command_once(world: World) -> None:
    alone(world)
    captured(world)
    puts, due = len(orders(world)), world.clock.slept + 0.5

    def late() -> None:
        if world.clock.slept >= due:
            world.drain()

    world.clock.on_sleep = late
    assert follower(world).read(payments(world)) == []
    assert len(orders(world)) - puts == 1
    assert version(world) == 2


def resharded(world: World) -> list[Record]:
    """Three payments of one key, those after the first on a child shard."""
    world.client().post("/orders", {"orderId": "3", "customerId": "c"}, headers=WAIT)
    for id in "123":
        captured(world, id)
    first, *rest = payments(world)
    return [first, *(structs.replace(record, shard="child") for record in rest)]


def test_what_waits_is_gone_on_with_where_it_stopped_whatever_its_shard(world: World) -> None:
    alone(world)
    assert follower(world).read(resharded(world)) == []
    assert [version(world, id) for id in "123"] == [2, 2, 2]
    assert (cursor(world).version, cursor(world).status) == (3, Status.OK)


@pytest.mark.parametrize(("data", "status"), [(b"no commit", Status.OK), (None, Status.HELD)])
def test_what_comes_late_from_another_shard_is_suspect_if_it_is_a_commit(
    world: World, data: bytes | None, status: Status
) -> None:
    alone(world)
    records = resharded(world)
    assert follower(world).read(records) == []
    world.repairs.mend = None
    late = structs.replace(records[0], data=data or records[0].data)
    assert follower(world).read([late]) == []
    assert cursor(world).status is status


def test_what_is_unsure_to_stand_in_the_log_comes_again(world: World) -> None:
    alone(world)
    captured(world)

    def never_sure(at: str) -> None:
        if at == "put":
            raise OutcomeUnknown

    world.logs["orders"].fault = never_sure
    assert follower(world).read(payments(world)) == payments(world)
    assert world.parts["shop"].cursors.stored == {}
    world.logs["orders"].fault = lambda _: None
    assert follower(world).read(payments(world)) == []
    assert version(world) == 2


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


def line(world: World, key: str, head: Head) -> None:
    """A commit of one more line, in the log and not read yet."""
    event = shop.LineAdded(order_id=key.removeprefix("Order-"), customer_id="c", cents=1)
    world.logs["orders"].put(key, commit_data(key, head, event, commit=f"on {head.version}"))


NOWHERE = Head(9, "a commit that nobody has met")  # what stands on it is a gap


def test_a_command_for_a_key_that_stands_still_parks_it(world: World) -> None:
    alone(world)
    captured(world)
    shop.broken.add("evolve")
    line(world, "Order-1", world.parts["shop"].ledger.items["Order-1"].cursor.head)
    world.drain()
    shop.broken.clear()
    began = world.clock.slept
    assert follower(world).read(payments(world)) == []
    assert (cursor(world).status, cursor(world).version) == (Status.PARKED, 0)
    assert cursor(world).error.startswith("HandlerFault: cancelOrder cannot be decided: Held at ")
    assert world.clock.slept - began == pytest.approx(1.0)  # a repair had its time


def test_a_command_for_a_key_that_is_repaired_meanwhile_is_issued(world: World) -> None:
    """After a State class has changed, each aggregate is folded again when a command first meets it."""
    alone(world)
    captured(world)
    ledger, due = world.parts["shop"].ledger, world.clock.slept + 0.5
    (item,) = ledger._history["Order-1"]
    ledger._history["Order-1"] = [structs.replace(item, fingerprint="of yesterday")]
    world.repairs.mend = None  # who is asked does it later

    def later() -> None:
        if world.clock.slept >= due and world.repairs.asked:
            world.repair(*world.repairs.asked[0])
        world.drain()

    world.clock.on_sleep = later
    assert follower(world).read(payments(world)) == []
    assert (version(world), cursor(world).version, cursor(world).status) == (2, 1, Status.OK)


def test_what_was_waited_for_in_one_batch_is_asked_for_anew_in_the_next(world: World) -> None:
    """Its key may have stopped since: then it would be waited for without end."""
    alone(world)
    captured(world)
    world.repairs.mend = None
    world.clock.on_sleep = lambda: None
    line(world, "Order-1", NOWHERE)
    reader = follower(world)
    assert reader.read(payments(world)) == payments(world)
    world.drain()
    assert reader.read(payments(world)) == []
    assert cursor(world).status is Status.PARKED


# on a channel of its own service a policy reads beside the ledger


@pytest.fixture
def unread(world: World) -> list[Record]:
    """An order that the ledger has not come to, nor will before it is told to."""
    world.clock.on_sleep = lambda: None
    world.client().post("/orders", {"orderId": "3", "customerId": "c"})
    return orders(world)[-1:]


def gifts(world: World) -> dict[str, Cursor]:
    stored = world.parts["shop"].cursors.stored
    return {key: cursor for (name, key), cursor in stored.items() if name == GIFT.name}


def test_it_issues_nothing_before_the_ledger_has_come_to_the_event(
    world: World, unread: list[Record]
) -> None:
    assert follower(world, GIFT).read(unread) == unread
    assert (orders(world)[-1:], gifts(world), world.repairs.asked) == (unread, {}, [])
    world.clock.on_sleep = world.drain
    assert follower(world, GIFT).read(unread) == []
    assert (version(world, "3"), gifts(world)["Order-3"].version) == (2, 1)


@pytest.mark.parametrize("late", [0, 1])
def test_what_the_ledger_has_not_come_to_for_minutes_may_be_lost_to_it(
    world: World, unread: list[Record], late: int
) -> None:
    world.repairs.mend = None
    world.clock.slept = unread[0].arrived / 1000 - world.clock.at.timestamp() + 5 * 60 + late
    assert follower(world, GIFT, wait=0).read(unread) == unread
    assert world.repairs.asked == [("orders", "Order-3")] * late


def test_a_key_that_the_ledger_holds_is_held_with_it(world: World, unread: list[Record]) -> None:
    world.repairs.mend = None
    line(world, "Order-3", NOWHERE)
    world.drain()
    world.repairs.asked.clear()
    length = len(orders(world))
    assert follower(world, GIFT).read(unread) == []
    held = gifts(world)["Order-3"]
    assert (held.status, held.version) == (Status.HELD, 0)
    assert held.error.startswith("the ledger holds this key")
    assert (world.repairs.asked, len(orders(world))) == ([("orders", "Order-3")], length)


# what it tells


def test_it_tells_at_which_keys_it_stops_once_that_is_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    alone(world)
    shop.broken.add("policy")
    for id in "12":
        captured(world, id, f"Payment-{id}")
    world.parts["shop"].cursors.fault = refusing("write")
    assert [record.key for record in follower(world).read(payments(world))] == ["Payment-1"]
    (line,) = told(caplog, "parked")
    assert (line["reader"], line["key"]) == ("onPaymentCaptured", "Payment-2")
    assert told(caplog, "retried") == []


def test_it_tells_how_many_keys_wait(world: World, caplog: pytest.LogCaptureFixture) -> None:
    alone(world)
    for id in "12":
        captured(world, id, f"Payment-{id}")
    world.clock.on_sleep = lambda: None
    assert follower(world).read(payments(world)) == payments(world)
    told_of = {"signal": "retried", "reader": "onPaymentCaptured", "Retries": 1}
    assert told(caplog, "retried") == [told_of | {"keys": 2}]


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


def test_cursors_that_cannot_be_read_fail_the_batch(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    captured(world)

    def unreadable(*_: Any) -> Any:
        raise Unavailable("throttled")

    monkeypatch.setattr(world.parts["shop"].cursors, "load", unreadable)
    assert follower(world).read(payments(world)) == payments(world)
    (line,) = told(caplog, "retried")
    assert line["reader"] == "onPaymentCaptured"
    assert line["error"].startswith("Unavailable: throttled at ")
    assert version(world) == 1


# where a policy begins


LATER = replace(POLICY, begins="now")


def _started(world: World, at: int | None, policy: Policy = LATER) -> PolicyReader:
    part = world.parts["shop"]
    cursors = MemoryCursors(starts={policy.name: at})
    return PolicyReader(policy, commands=part.commands, cursors=cursors, repairs=world.repairs)


def test_a_policy_added_later_does_not_act_on_what_was_before(world: World) -> None:
    alone(world)
    captured(world, "1")
    captured(world, "2", "Payment-2")
    first, second = world.logs["payments"].entries
    second = structs.replace(second, arrived=first.arrived + 5)
    reader = _started(world, second.arrived)
    assert reader.read([first, second]) == []
    assert {key: reader.cursor(key).version for key in ("Payment-1", "Payment-2")} == {  # type: ignore[union-attr]  # both are
        "Payment-1": 1,
        "Payment-2": 1,
    }
    world.drain()
    assert (version(world, "1"), version(world, "2")) == (1, 2)


def test_a_policy_from_the_beginning_acts_on_all_that_is_there(world: World) -> None:
    alone(world)
    captured(world, "1")
    reader = _started(world, None, POLICY)
    assert reader.read(world.logs["payments"].entries) == []
    world.drain()
    assert version(world, "1") == 2


def test_a_policy_whose_start_is_not_known_waits_for_it_and_loses_nothing(world: World) -> None:
    alone(world)
    captured(world, "1")
    entries = world.logs["payments"].entries
    assert _started(world, None).read(entries) == entries
    assert _started(world, 0).read(entries) == []
    world.drain()
    assert version(world, "1") == 2


def test_a_repair_does_not_act_on_what_was_before_the_policy(world: World) -> None:
    alone(world)
    captured(world, "1")
    captured(world, "2")
    first, second = world.logs["payments"].entries
    second = structs.replace(second, arrived=first.arrived + 5)
    world.logs["payments"].entries[1] = second
    reader = _started(world, second.arrived)
    reader.read([second])  # a gap
    assert reader.cursor("Payment-1").status is Status.HELD  # type: ignore[union-attr]  # it is there
    log, part = world.logs["payments"], world.parts["shop"]
    repair = Repair(
        reader=Reader(channel="payments", catalog=shop.PAYMENTS),
        history=History(log, log),
        ledger=part.ledger,
        views=part.views,
        clock=world.clock,
        policies=[reader],
    )
    assert repair.repair("Payment-1")["onPaymentCaptured"] == "ok"
    world.drain()
    assert (version(world, "1"), version(world, "2")) == (1, 2)
