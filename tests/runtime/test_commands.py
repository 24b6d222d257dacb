"""What a decision is asked, and what is appended of what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs
from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Held, Pending, Rejected, Request, Unchanged, derived_id
from specfold.eventlog.cursor import START, Status
from specfold.model.errors import CommitTooLarge, InvalidEvent, InvalidIdentity
from specfold.model.messages import CommandRoot, Event
from specfold.model.schemas import Schemas
from specfold.model.service import Decision
from specfold.projections.channel_reader import ChannelReader
from specfold.storage.memory_ports import MemoryClock, MemoryIds, MemoryLedger, MemoryLog, MemoryRepairs
from specfold.testing import World, running

from tests.runtime import shop
from tests.runtime.shop import (
    ADD_LINE,
    ADD_LINES,
    CANCEL_ORDER,
    OPEN_ORDER,
    PLACE_ORDER,
    AddLine,
    AddLines,
    CancelOrder,
    LineAdded,
    OpenOrder,
    OrderCancelled,
    PlaceOrder,
)

PLACE = PlaceOrder(order_id="1", customer_id="c")


@pytest.fixture
def world() -> World:
    return running(shop.SERVICE)


def handle(world: World, decision: Decision[Any, Any], command: Any, **request: Any) -> Any:
    given: dict[str, Any] = {"command_id": world.ids.new(), "wait": 5.0}
    return world.parts["shop"].commands.handle(decision, command, Request(**given | request))


def written(world: World) -> list[dict[str, Any]]:
    return [event for record in world.logs["orders"].entries for event in json.loads(record.data)]


def says(decision: Decision[Any, Any], *events: Event) -> Decision[Any, Any]:
    return replace(decision, decide=lambda _command, _state, _at: list(events))


# what is written


def test_a_commit_as_it_is_written(world: World) -> None:
    request = {"command_id": "k-1", "causation": "cause", "correlation": "story", "trace": "00-t"}
    handle(world, PLACE_ORDER, PLACE, **request)
    handle(world, ADD_LINES, AddLines(order_id="1", cents=[1, 2]), command_id="k-2")
    placed, first, second = written(world)
    assert placed == {
        "specversion": "1.0",
        "id": f"{placed['commitid']}.0",
        "source": "//shop.test/orders",
        "type": "OrderPlaced.v2",
        "subject": "1",
        "time": "2026-01-31T09:30:00Z",
        "recordedtime": "2026-01-31T09:30:00Z",
        "datacontenttype": "application/json",
        "dataschema": "//shop.test/orders/schemas/OrderPlaced/2",
        "sequence": "0000000001.0000",
        "partitionkey": "Order-1",
        "commitid": placed["commitid"],
        "commitbase": 0,
        "commandid": "k-1",
        "commitindex": 0,
        "commitcount": 1,
        "commitrule": 1,
        "correlationid": "story",
        "causationid": "cause",
        "traceparent": "00-t",
        "data": {"orderId": "1", "customerId": "c", "placedAt": "2026-01-31T09:30:00Z"},
    }
    assert [
        (e["commitbase"], e["commitparent"], e["commitindex"], e["commitcount"]) for e in (first, second)
    ] == [
        (1, placed["commitid"], 0, 2),
        (1, placed["commitid"], 1, 2),
    ]
    assert [first["id"], second["id"]] == [f"{first['commitid']}.0", f"{first['commitid']}.1"]
    assert [first["sequence"], second["sequence"]] == ["0000000002.0000", "0000000002.0001"]
    assert first["correlationid"] == first["causationid"] == "k-2"


def test_a_partition_key_is_the_aggregate_s_name_and_id(world: World) -> None:
    handle(world, PLACE_ORDER, PlaceOrder(order_id="ü-1", customer_id="c"))
    assert [record.key for record in world.logs["orders"].entries] == ["Order-ü-1"]


def test_a_decision_sees_the_state_and_the_time(world: World) -> None:
    seen: list[Any] = []

    def decide(command: Any, state: Any, at: datetime) -> list[Event]:
        seen.append((state, at))
        return []

    handle(world, PLACE_ORDER, PLACE)
    handle(world, replace(ADD_LINE, decide=decide), AddLine(order_id="1", cents=1))
    state, at = seen[-1]
    assert (state.status.value, state.placed) == ("open", datetime(2026, 1, 31, 9, 30, tzinfo=UTC))
    assert timedelta(0) < at - state.placed < timedelta(seconds=1)


# what handwritten code may not do


@pytest.mark.parametrize(
    ("event", "match"),
    [
        (LineAdded(order_id="1", customer_id="c", cents=-1), "LineAdded/1 is not as published, at /cents"),
        (OrderCancelled(order_id="another", customer_id="c"), "another orderId"),
        (shop.PaymentCaptured(order_id="1"), "no event of Order"),
        (shop.OrderPlacedV1(order_id="1", customer_id="c"), "no event of Order"),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, Event) else "",
)
def test_an_event_that_may_not_be_is_never_appended(world: World, event: Event, match: str) -> None:
    with pytest.raises(InvalidEvent, match=match):
        handle(world, says(ADD_LINE, event), AddLine(order_id="1", cents=1))
    assert written(world) == []


@pytest.fixture
def loose(tmp_path: Path) -> World:
    """The shop, with schemas that take events of any size."""
    document = json.loads(Path(shop.__file__).with_name("shop_schemas.json").read_text("utf-8"))
    document["messages"] = {name: {} for name in document["messages"]}
    (tmp_path / "schemas.json").write_text(json.dumps(document), "utf-8")
    return running(replace(shop.SERVICE, schemas=Schemas(tmp_path / "schemas.json")))


def lines(*names: int) -> Decision[Any, Any]:
    """A decision for as many events, each with a name of so many bytes."""
    return says(ADD_LINE, *(LineAdded(order_id="1", customer_id="c" * name, cents=1) for name in names))


@pytest.mark.parametrize("over", [0, 1])
def test_an_event_of_64_kib_and_no_more_is_appended(loose: World, over: int) -> None:
    add = AddLine(order_id="1", cents=1)
    for command_id in ("opens", "first"):  # those that follow are as long as this one
        handle(loose, lines(0), add, command_id=command_id)
    full = lines(64 * 1024 - len(loose.logs["orders"].entries[-1].data) + len(b"[]") + over)
    if over:
        with pytest.raises(CommitTooLarge, match=r"LineAdded\.v1 is above 65536 bytes"):
            handle(loose, full, add, command_id="third")
    else:
        handle(loose, full, add, command_id="third")
    assert len(written(loose)) == (2 if over else 3)


@pytest.mark.parametrize("over", [0, 1])
def test_a_commit_and_its_key_of_1_mib_and_no_more_are_appended(loose: World, over: int) -> None:
    add = AddLine(order_id="1", cents=1)
    for command_id in ("opens", "first"):
        handle(loose, lines(*[0] * 17), add, command_id=command_id)
    last = loose.logs["orders"].entries[-1]
    left = 1024 * 1024 - len(last.data) - len(last.key) + over
    full = lines(*[left // 17] * 16, left - left // 17 * 16)
    if over:
        with pytest.raises(CommitTooLarge, match="a commit of 17 events is above 1048576 bytes"):
            handle(loose, full, add, command_id="third")
    else:
        handle(loose, full, add, command_id="third")
    assert len(loose.logs["orders"].entries) == (2 if over else 3)


@pytest.mark.parametrize("id", ["", "x" * 257, "a\tb"])
def test_an_id_that_cannot_be_a_key_is_refused(world: World, id: str) -> None:
    with pytest.raises(InvalidIdentity):
        handle(world, PLACE_ORDER, PlaceOrder(order_id=id, customer_id="c"))


def test_an_id_that_is_given_is_kept(world: World) -> None:
    given = OpenOrder(order_id="mine", customer_id="c")
    assert handle(world, OPEN_ORDER, given).key == "Order-mine"


def test_a_body_that_has_no_place_for_an_id_gets_one_by_its_command_id(world: World) -> None:
    class Opening(CommandRoot):
        root: list[str]

    opens, ids = replace(says(OPEN_ORDER), command=Opening), [str(UUID(int=n)) for n in (1, 2, 1)]
    keys = [handle(world, opens, Opening(["tea"]), command_id=id).key for id in ids]
    assert (len(set(keys)), keys[0]) == (2, keys[2])
    assert all(UUID(key.removeprefix("Order-")) for key in keys)
    with pytest.raises(InvalidIdentity):
        handle(world, replace(opens, generates_identity=False), Opening(["tea"]))


# stale reads


def test_no_rejection_stands_on_a_stale_state(world: World) -> None:
    """Who placed an order and at once adds a line must not hear that there is no such order."""
    ledger = world.parts["shop"].ledger
    handle(world, PLACE_ORDER, PLACE)
    ledger.lag = lambda: 1
    assert isinstance(handle(world, ADD_LINE, AddLine(order_id="1", cents=1)), Accepted)
    handle(world, CANCEL_ORDER, CancelOrder(order_id="1"))
    again = handle(world, CANCEL_ORDER, CancelOrder(order_id="1"))
    assert isinstance(again, Unchanged)
    assert again.version == 3
    rejected = handle(world, ADD_LINE, AddLine(order_id="nobody", cents=1))
    assert isinstance(rejected, Rejected)


def test_a_precondition_does_not_fail_on_a_stale_state(world: World) -> None:
    handle(world, PLACE_ORDER, PLACE)
    handle(world, ADD_LINE, AddLine(order_id="1", cents=1))
    world.parts["shop"].ledger.lag = lambda: 1
    outcome = handle(world, ADD_LINE, AddLine(order_id="1", cents=1), holds_at=lambda version: version == 2)
    assert isinstance(outcome, Accepted)


def test_a_stale_state_never_lets_a_command_act_twice(world: World) -> None:
    handle(world, PLACE_ORDER, PLACE)
    first = handle(world, ADD_LINE, AddLine(order_id="1", cents=1), command_id="k")
    world.parts["shop"].ledger.lag = lambda: 9
    assert handle(world, ADD_LINE, AddLine(order_id="1", cents=1), command_id="k") == first
    assert len(written(world)) == 2


def test_two_requests_with_one_id_in_flight_act_once(world: World) -> None:
    handle(world, PLACE_ORDER, PLACE)
    one, two = (
        handle(world, ADD_LINE, AddLine(order_id="1", cents=1), command_id="k", wait=0.0) for _ in range(2)
    )
    assert isinstance(one, Pending)
    assert isinstance(two, Pending)
    world.drain()
    commands = world.parts["shop"].commands
    outcomes = {commands.outcome("k", "Order-1", pending.position) for pending in (one, two)}
    assert outcomes == {Accepted("k", "Order-1", 2)}
    assert world.parts["shop"].ledger.items["Order-1"].cursor.version == 2


def test_how_far_the_ledger_is_is_told_as_it_stands(world: World) -> None:
    handle(world, PLACE_ORDER, PLACE)
    part = world.parts["shop"]
    part.ledger.lag = lambda: 1
    assert part.commands.judged("orders", "Order-1") == part.ledger.items["Order-1"].cursor
    assert part.commands.judged("orders", "Order-2") == START
    assert part.commands.judged("orders", "Payment-1") is None  # no aggregate of this service
    assert part.commands.judged("payments", "Order-1") is None


# a State class that changed


def test_a_state_of_another_class_is_folded_again_before_anything_is_decided(world: World) -> None:
    handle(world, PLACE_ORDER, PLACE)
    ledger = world.parts["shop"].ledger
    (item,) = ledger._history["Order-1"]
    ledger._history["Order-1"] = [
        structs.replace(item, fingerprint="of yesterday", state=b'{"status": "cancelled"}')
    ]
    assert isinstance(handle(world, ADD_LINE, AddLine(order_id="1", cents=1)), Accepted)
    assert world.repairs.asked == [("orders", "Order-1")]


def test_without_a_repair_nothing_is_decided_on_it() -> None:
    ledger, log, repairs = MemoryLedger(), MemoryLog(), MemoryRepairs()
    reader = ChannelReader(
        shop.READER, ledger=ledger, views=running(shop.SERVICE).parts["shop"].views, repairs=repairs
    )
    commands = Commands(
        shop.SERVICE,
        ledger=ledger,
        logs={"orders": log},
        repairs=repairs,
        clock=MemoryClock(on_sleep=lambda: None),
        ids=MemoryIds(),
    )
    commands.handle(PLACE_ORDER, PLACE, Request(command_id="1"))
    reader.read(log.entries)
    (item,) = ledger._history["Order-1"]
    ledger._history["Order-1"] = [structs.replace(item, fingerprint="of yesterday")]
    assert commands.handle(ADD_LINE, AddLine(order_id="1", cents=1), Request(command_id="2")) == Held(
        "Order-1"
    )
    assert set(repairs.asked) == {("orders", "Order-1")}
    ledger._history["Order-1"] = [item]
    commands.handle(ADD_LINE, AddLine(order_id="1", cents=1), Request(command_id="3"))
    ledger._history["Order-1"] = [structs.replace(item, fingerprint="of yesterday")]
    repairs.asked.clear()
    reader.read(log.entries)  # the reader does not fold on it either
    assert repairs.asked == [("orders", "Order-1")]
    parked = ledger.items["Order-1"]
    assert (parked.cursor.version, parked.cursor.status, parked.folded) == (2, Status.PARKED, 1)
    assert parked.state == item.state


# ids


def test_derived_ids_are_the_same_again_and_differ_by_every_part() -> None:
    assert derived_id("a", "b") == derived_id("a", "b")
    assert (
        len({derived_id("a", "b"), derived_id("b", "a"), derived_id("ab", ""), derived_id("a", "b", "")}) == 4
    )


@pytest.mark.parametrize(("rows", "refused"), [(99, False), (100, True)])
def test_a_commit_of_more_rows_than_a_transaction_holds_is_refused_before_it_is_recorded(
    rows: int, refused: bool
) -> None:
    """Such a commit would stop its key in that read model for good."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    many = [shop.OrderPlaced(order_id="1", customer_id=f"c{n}", placed_at=at) for n in range(rows)]
    decision = replace(shop.PLACE_ORDER, decide=lambda *_: many)
    world = running(shop.SERVICE)
    commands, log = world.parts["shop"].commands, world.logs["orders"]
    command = shop.PlaceOrder(order_id="1", customer_id="c")
    if refused:
        with pytest.raises(CommitTooLarge, match="changes 100 rows of CustomerTotals; at most 99 fit"):
            commands.handle(decision, command, Request(command_id="x"))
        assert log.entries == []
    else:
        commands.handle(decision, command, Request(command_id="x"))
        world.drain()
        assert len(world.parts["shop"].views.tables()["CustomerTotals"]) == rows
