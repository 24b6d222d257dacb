"""An event in a version that the code does not know stops its key; newer code resumes it by itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import pytest
from msgspec import structs
from pydantic import Field
from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Held, Request
from specfold.eventlog.commit import Head
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CursorStep, RowWrite, ViewUnit
from specfold.model.messages import Catalog, Event
from specfold.model.service import Aggregate, Policy, Reader, Service, View
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History, Repair
from specfold.recovery.replay import replay
from specfold.storage.memory_ports import (
    MemoryClock,
    MemoryCursors,
    MemoryIds,
    MemoryLedger,
    MemoryLog,
    MemoryRepairs,
    MemoryViews,
)
from specfold.testing import commit_data

from tests.proof.foreign import skip_of
from tests.runtime import shop
from tests.runtime.shop import LineAdded, OrderCancelled, OrderPlaced

NEWER = "newer than this code: LineAdded version 2, this code knows up to 1: deploy the newer code"


class LineAdded2(Event, type="LineAdded", version=2):
    """As it is written by the newer code."""

    order_id: shop.OrderId
    customer_id: shop.CustomerId
    price: Annotated[int, Field(alias="priceInCents")]


class Discounted(Event, type="Discounted", version=1):
    """An event that the newer code adds."""

    order_id: shop.OrderId
    customer_id: shop.CustomerId
    off: int


def _line_added(event: LineAdded) -> LineAdded2:
    return LineAdded2(order_id=event.order_id, customer_id=event.customer_id, price=event.cents)


def _as_before(event: Any) -> Any:
    """Newer events as the handlers of the shop take them."""
    amounts: dict[type[Event], str] = {LineAdded2: "price", Discounted: "off"}
    name = amounts.get(type(event))
    if name is None:
        return event
    sign = -1 if isinstance(event, Discounted) else 1
    cents = sign * getattr(event, name)
    return LineAdded(order_id=event.order_id, customer_id=event.customer_id, cents=cents)


NEW_CATALOG = Catalog(
    *(known for known in shop.CATALOG if known is not LineAdded),
    LineAdded,
    LineAdded2,
    Discounted,
    upcasts={shop.OrderPlacedV1: shop.order_placed_v1, LineAdded: _line_added},
)
NEW_EVENTS = (OrderPlaced, LineAdded2, OrderCancelled, Discounted)
NEW_ORDER: Aggregate[Any] = replace(
    shop.ORDER, events=NEW_EVENTS, evolve=lambda state, event: shop.evolve(state, _as_before(event))
)


def _newer(view: View[Any]) -> View[Any]:
    kept = tuple(event for event in view.events if event is not LineAdded)
    events: tuple[type[Event], ...] = (*kept, LineAdded2, Discounted)
    return replace(view, events=events, fold=lambda row, event: view.fold(row, _as_before(event)))


OLD, NEW = (
    shop.SERVICE,
    replace(
        shop.SERVICE,
        catalog=NEW_CATALOG,
        decisions=tuple(replace(one, aggregate=NEW_ORDER) for one in shop.SERVICE.decisions),
        readers=(
            Reader(
                channel="orders",
                catalog=NEW_CATALOG,
                aggregates=(NEW_ORDER,),
                views=tuple(map(_newer, shop.READER.views)),
            ),
        ),
    ),
)


class Deployment:
    """One table set and one log; the code over them is exchanged."""

    def __init__(self, service: Service) -> None:
        self.clock = MemoryClock(on_sleep=self.read)
        self.log, self.ledger = MemoryLog(clock=self.clock), MemoryLedger()
        self.views, self.cursors = MemoryViews(shop.READER.views), MemoryCursors()
        self.repairs = MemoryRepairs()
        self.at = 0
        self.deploy(service)

    def deploy(self, service: Service) -> None:
        self.service, self.channel = service, service.readers[0]
        parts: dict[str, Any] = {"ledger": self.ledger, "repairs": self.repairs, "clock": self.clock}
        self.commands = Commands(
            service, logs={"orders": self.log}, ids=MemoryIds(len(self.log.entries)), **parts
        )

    def append(self, *events: Event, id: str = "1") -> None:
        key = f"Order-{id}"
        own = [record for record in self.log.entries if record.key == key]
        head = Head(len(own), f"{id}-{len(own)}" if own else None)
        self.log.put(key, commit_data(key, head, *events, commit=f"{id}-{len(own) + 1}"))

    def read(self) -> None:
        reader = ChannelReader(self.channel, ledger=self.ledger, views=self.views, repairs=self.repairs)
        assert reader.read(self.log.entries[self.at :]) == []
        self.at = len(self.log.entries)

    def repair(self, key: str = "Order-1") -> dict[str, Any]:
        return dict(self._repair().repair(key))

    def _repair(self) -> Repair:
        history = History(self.log, self.log)
        return Repair(
            reader=self.channel, history=history, ledger=self.ledger, views=self.views, clock=self.clock
        )

    def repair_asked(self) -> dict[str, dict[str, Any]]:
        """What the repair function does: every key that was asked for."""
        asked = dict.fromkeys(key for _, key in self.repairs.asked)
        self.repairs.asked.clear()
        return {key: self.repair(key) for key in asked}

    def handle(self, name: str, command_id: str, **members: Any) -> Any:
        decision = next(one for one in self.service.decisions if one.name == name)
        command = decision.command(**members)
        return self.commands.handle(decision, command, Request(command_id=command_id, wait=2))

    def stored(self) -> Any:
        return dict(self.ledger.items), self.views.cursors(), self.views.tables()

    def wrong(self) -> Any:
        """Tables that a replay by this code does not give."""
        again = replay(self.channel, self.log.entries)
        return [name for name, rows in self.views.tables().items() if rows != again.tables[name]]

    def cursor(self) -> Cursor:
        return self.ledger.items["Order-1"].cursor


@pytest.fixture(autouse=True)
def _signals(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    shop.broken.clear()
    caplog.set_level(logging.INFO, "runtime.signals")
    yield
    shop.broken.clear()


def placed(id: str = "1") -> OrderPlaced:
    return OrderPlaced(order_id=id, customer_id="c", placed_at=MemoryClock().now())


def line2(cents: int, id: str = "1") -> LineAdded2:
    return LineAdded2(order_id=id, customer_id="c", price=cents)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    said = [record.__dict__ for record in caplog.records]
    return [one["facts"]["error"] for one in said if one["signal"] == "newer"]


@pytest.fixture
def here() -> Deployment:
    return Deployment(OLD)


def test_a_newer_version_stops_its_key_everywhere_and_no_other(here: Deployment) -> None:
    here.append(placed())
    here.append(placed("2"), id="2")
    here.append(line2(5))
    here.append(LineAdded(order_id="2", customer_id="c", cents=7), id="2")
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    cursor = here.cursor()
    assert (cursor.status, cursor.version, cursor.error) == (Status.PARKED, 3, NEWER)  # its verdicts go on
    stopped = {name: c for (name, _), c in here.views.cursors().items() if c.status is not Status.OK}
    assert {name: (c.version, c.error) for name, c in stopped.items()} == {
        "OrderSummary": (1, NEWER),
        "CustomerTotals": (1, NEWER),
    }
    assert here.views.tables()["OrderSummary"][("2",)]["cents"] == 7
    assert here.views.tables()["CustomerTotals"][("c",)] == {"customerId": "c", "orders": 2, "cents": 7}
    assert here.repairs.asked == []  # this code could do no better


def test_no_command_is_decided_on_a_state_that_lacks_a_newer_event(
    here: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    here.append(line2(5))
    here.read()
    assert here.handle("placeOrder", "again", order_id="1", customer_id="d") == Held(
        "Order-1", "LineAdded.v2"
    )
    assert len(here.log.entries) == 1
    names = [record.__dict__["signal"] for record in caplog.records]
    assert names.count("newer") == 3  # ledger and both read models
    assert "held" not in names
    assert "parked" not in names


@pytest.mark.parametrize("by", ["record", "command"])
def test_newer_code_resumes_a_key_by_itself(here: Deployment, by: str) -> None:
    here.append(placed())
    here.append(line2(5))
    here.read()
    here.deploy(NEW)
    if by == "record":
        here.append(line2(6))
        here.read()
    else:
        assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
    assert here.repair_asked() == {
        "Order-1": dict.fromkeys(("ledger", "OrderSummary", "CustomerTotals"), "ok")
    }
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)
    assert here.wrong() == []
    assert here.cursor().unread == ""


def test_a_repair_by_older_code_writes_nothing_over_what_newer_code_folded(
    here: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    here.deploy(NEW)
    here.append(placed())
    here.append(line2(5))
    here.read()
    before = here.stored()
    here.deploy(OLD)
    assert here.repair() == {"ledger": "newer", "OrderSummary": "newer", "CustomerTotals": "ok"}
    assert here.stored() == before
    assert errors(caplog) == [NEWER] * 2


def test_older_code_with_another_state_class_waits_for_the_newer_code(here: Deployment) -> None:
    """The stored state does not read, and this code cannot fold it again: 503, and nothing is emptied."""
    here.deploy(NEW)
    here.append(placed())
    here.append(line2(5))
    here.read()
    item = here.ledger.items["Order-1"]
    item = structs.replace(item, fingerprint="another State class")
    here.ledger._history["Order-1"][-1] = item
    _, *views = here.stored()
    here.deploy(OLD)
    assert here.handle("placeOrder", "again", order_id="1", customer_id="d") == Held("Order-1")
    assert here.repair_asked()["Order-1"]["ledger"] == "newer"
    kept = here.ledger.items["Order-1"]
    assert structs.replace(kept, cursor=item.cursor) == item
    assert (kept.cursor.error, [*here.stored()[1:]]) == (NEWER, views)
    assert here.handle("placeOrder", "again", order_id="1", customer_id="d") == Held(
        "Order-1", "LineAdded.v2"
    )
    assert here.repairs.asked == []  # this code could do no better
    here.deploy(NEW)
    here.handle("cancelOrder", "c", order_id="1")
    assert here.repair_asked()["Order-1"]["ledger"] == "ok"
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)


def test_an_event_of_a_newer_name_is_noted_and_folded_by_newer_code(here: Deployment) -> None:
    here.append(placed())
    here.append(Discounted(order_id="1", customer_id="c", off=3))
    here.append(LineAdded(order_id="1", customer_id="c", cents=9))
    here.read()
    assert (here.cursor().status, here.cursor().version, here.cursor().unread) == (
        Status.OK,
        3,
        "Discounted.v1",
    )
    here.deploy(NEW)
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
    results = here.repair_asked()["Order-1"]
    assert (results["ledger"], results["OrderSummary"]) == ("ok", "ok")
    assert here.views.tables()["OrderSummary"][("1",)]["cents"] == 6
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)


def test_a_repair_by_older_code_does_not_forget_events_whose_names_it_lacks(here: Deployment) -> None:
    here.deploy(NEW)
    here.append(placed())
    here.append(Discounted(order_id="1", customer_id="c", off=3))
    here.read()
    before = here.stored()
    here.deploy(OLD)
    assert here.repair() == {"ledger": "newer", "OrderSummary": "newer", "CustomerTotals": "ok"}
    assert here.stored() == before


def test_older_code_repairs_what_it_passed_over_itself(here: Deployment) -> None:
    here.append(placed())
    here.append(Discounted(order_id="1", customer_id="c", off=3))
    here.read()
    shop.broken.add("evolve")
    here.append(LineAdded(order_id="1", customer_id="c", cents=9))
    here.read()
    shop.broken.clear()
    assert here.cursor().error.startswith("ZeroDivisionError")
    assert here.repair()["ledger"] == "ok"
    assert (here.cursor().status, here.cursor().unread) == (Status.OK, "Discounted.v1")


def unheard(name: str) -> Event:
    made: type[Event] = type("Unheard", (Event,), {}, type=name, version=1)
    return made()


@pytest.mark.parametrize("others", [15, 16, 17, 200])
def test_of_many_types_that_were_passed_over_none_is_forgotten(here: Deployment, others: int) -> None:
    here.append(placed())
    for number in range(others):
        here.append(unheard(f"A{number:03}"))
    here.append(Discounted(order_id="1", customer_id="c", off=3))
    here.append(LineAdded(order_id="1", customer_id="c", cents=9))
    here.read()
    assert here.repair()["ledger"] == "ok"  # by the same code
    assert (here.cursor().status, here.repairs.asked) == (Status.OK, [])
    here.deploy(NEW)
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
    assert {*here.repair_asked()["Order-1"].values()} == {"ok"}
    assert here.views.tables()["OrderSummary"][("1",)]["cents"] == 6
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)
    here.read()
    assert here.repairs.asked == []


def test_a_newer_version_after_many_unknown_types_is_the_one_that_resumes_the_key(here: Deployment) -> None:
    here.append(placed())
    for number in range(30):
        here.append(unheard(f"A{number:03}"))
    here.append(line2(5))
    here.read()
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1", here.cursor().names)
    assert "LineAdded.v2" in here.cursor().names.split()
    here.deploy(NEW)
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
    assert {*here.repair_asked()["Order-1"].values()} == {"ok"}


def test_types_that_were_passed_over_do_not_grow_without_bound(here: Deployment) -> None:
    """More than a cursor can note stop the key: none of them is passed over in silence."""
    here.append(placed())
    for number in range(300):
        here.append(unheard(f"A{number:03}"))
    here.append(unheard("x" * 1000))
    here.read()
    cursors = [here.cursor(), *here.views.cursors().values()]
    assert len(cursors) == 3
    for cursor in cursors:
        assert (cursor.status, cursor.newer) == (Status.PARKED, True)
        assert "more than 272 event types" in cursor.error
        assert len(cursor.unread) < 16 * 129 + 256 * 10
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1", here.cursor().names)
    assert {*here.repair().values()} == {"newer"}
    known = type("Known", (Event,), {}, type="A250", version=1)
    views = tuple(replace(view, events=(*view.events, known)) for view in shop.READER.views)
    catalog = Catalog(*shop.CATALOG, known, upcasts={shop.OrderPlacedV1: shop.order_placed_v1})
    reader = replace(shop.READER, catalog=catalog, views=views)
    here.deploy(replace(OLD, catalog=catalog, readers=(reader,)))
    here.append(LineAdded(order_id="1", customer_id="c", cents=9))
    here.read()
    assert here.repairs.asked != []


# a stored state or row that does not read


def _unreadable(here: Deployment, **changes: Any) -> None:
    item = here.ledger.items["Order-1"]
    here.ledger._history["Order-1"][-1] = structs.replace(item, **changes)


UNREADABLE: Any = {
    "of another class": {"fingerprint": "another State class"},
    "no JSON": {"state": b"{"},
    "of another shape": {"state": b"[[[]]]"},
    "behind": {"folded": 1},
}


@pytest.mark.parametrize("changes", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("by", ["record", "command"])
@pytest.mark.parametrize("lost", [0, 3], ids=["asked once", "the first asks are lost"])
def test_a_state_that_does_not_read_is_folded_again_by_itself(
    here: Deployment, changes: dict[str, Any], by: str, lost: int
) -> None:
    here.append(placed())
    here.append(LineAdded(order_id="1", customer_id="c", cents=7))
    here.read()
    _unreadable(here, **changes)
    for _ in range(lost + 1):
        here.repairs.asked.clear()
        if by == "record":
            here.append(LineAdded(order_id="1", customer_id="c", cents=1))
            here.read()
        assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
        assert here.repairs.asked != []
    assert {*here.repair_asked()["Order-1"].values()} == {"ok"}
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)
    assert here.wrong() == []
    here.read()
    assert here.repairs.asked == []


def test_a_state_that_older_code_could_not_read_is_resumed_by_newer_code(here: Deployment) -> None:
    """The older reader stopped at a state of another class, and its repair was never done."""
    here.deploy(NEW)
    here.append(placed())
    here.append(line2(5))
    here.read()
    _unreadable(here, fingerprint="another State class")
    here.deploy(OLD)
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    assert here.cursor().outdated
    here.repairs.asked.clear()
    here.deploy(NEW)
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1")
    assert here.repair_asked()["Order-1"]["ledger"] == "ok"
    assert isinstance(here.handle("cancelOrder", "c", order_id="1"), Accepted)
    assert here.wrong() == []


def _store_row(here: Deployment, view: str, key: str, **members: Any) -> None:
    """A row as another row class wrote it."""
    made = next(one for one in shop.READER.views if one.name == view)
    row = {**here.views.tables()[view][(key,)], **members}
    if made.per_aggregate:
        cursor = here.views.cursors()[view, (key,)]
        step, write = CursorStep(key=f"Order-{key}", expected=cursor, cursor=cursor), {}
        unit = ViewUnit(steps=(step,), rows=(RowWrite(key=(key,), members=row),))
    else:
        write = {"expected": here.views.targets(made, [(key,)])[(key,)].revision, "revision": "other"}
        unit = ViewUnit(steps=(), rows=(RowWrite(key=(key,), members=row, **write),))
    assert here.views.write(made, [unit]) == frozenset()


@pytest.mark.parametrize("lost", [0, 2])
def test_a_row_that_does_not_read_is_folded_again_by_itself(here: Deployment, lost: int) -> None:
    here.append(placed())
    here.append(LineAdded(order_id="1", customer_id="c", cents=7))
    here.read()
    _store_row(here, "OrderSummary", "1", cents={"amount": 7})
    for _ in range(lost + 1):
        here.repairs.asked.clear()
        here.append(LineAdded(order_id="1", customer_id="c", cents=1))
        here.read()
        stopped = here.views.cursors()["OrderSummary", ("1",)]
        assert stopped.error == "outdated: a stored row of OrderSummary does not read"
        assert here.repairs.asked != []
    assert here.repair_asked()["Order-1"]["OrderSummary"] == "ok"
    assert here.wrong() == []


def test_older_code_keeps_a_row_that_it_can_neither_read_nor_fold_again(here: Deployment) -> None:
    here.deploy(NEW)
    here.append(placed())
    here.append(line2(5))
    here.read()
    _store_row(here, "OrderSummary", "1", cents={"amount": 5})
    rows = here.views.tables()
    here.deploy(OLD)
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    assert here.repair_asked()["Order-1"]["OrderSummary"] == "newer"
    assert here.views.tables()["OrderSummary"] == rows["OrderSummary"]
    assert here.views.cursors()["OrderSummary", ("1",)].error == NEWER
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    assert here.repairs.asked == []  # this code could do no better
    here.deploy(NEW)
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    assert here.repair_asked()["Order-1"]["OrderSummary"] == "ok"
    assert here.wrong() == []


def test_a_row_of_many_aggregates_that_does_not_read_goes_on_with_code_that_reads_it(
    here: Deployment,
) -> None:
    here.append(placed())
    here.read()
    _store_row(here, "CustomerTotals", "c", cents={"amount": 0})
    here.append(LineAdded(order_id="1", customer_id="c", cents=1))
    here.read()
    assert here.views.cursors()["CustomerTotals", "Order-1"].outdated
    assert here.repair_asked()["Order-1"]["CustomerTotals"] == "parked"
    _store_row(here, "CustomerTotals", "c", cents=0)  # as code that reads the row would
    here.append(LineAdded(order_id="1", customer_id="c", cents=2))
    here.read()
    assert here.repair_asked()["Order-1"]["CustomerTotals"] == "ok"
    assert here.wrong() == []


# how far a repair by older code comes


def test_a_repair_that_ends_at_a_newer_event_keeps_how_far_it_came(here: Deployment) -> None:
    """A key that was held by a gap is not listed as held at the gap, but at the event that stops it."""
    for event in (placed(), LineAdded(order_id="1", customer_id="c", cents=7), line2(5)):
        here.append(event)
    first, _, last = here.log.entries
    reader = ChannelReader(here.channel, ledger=here.ledger, views=here.views, repairs=here.repairs)
    assert reader.read([first, last]) == []
    before = {here.cursor().status, *(cursor.status for cursor in here.views.cursors().values())}
    assert before == {Status.HELD}
    assert {*here.repair_asked()["Order-1"].values()} == {"newer"}
    after = [here.cursor(), *here.views.cursors().values()]
    assert {(cursor.status, cursor.error, cursor.by) for cursor in after} == {
        (Status.PARKED, NEWER, last.place)
    }
    assert here.views.tables()["OrderSummary"][("1",)]["cents"] == 7
    assert here.handle("cancelOrder", "c", order_id="1") == Held("Order-1", "LineAdded.v2")


def test_a_repair_by_older_code_takes_nothing_back_from_a_key_that_newer_code_held(here: Deployment) -> None:
    here.deploy(NEW)
    for event in (placed(), line2(5), line2(6)):
        here.append(event)
    here.read()
    gap = structs.replace(
        here.log.entries[-1],
        seq="9" * 56,
        data=commit_data("Order-1", Head(7, "x"), line2(5), commit="far"),
    )
    ChannelReader(here.channel, ledger=here.ledger, views=here.views, repairs=here.repairs).read([gap])
    assert here.cursor().status is Status.HELD
    ledger, cursors, tables = here.stored()
    here.deploy(OLD)
    assert here.repair() == {"ledger": "newer", "OrderSummary": "newer", "CustomerTotals": "ok"}
    assert (here.stored()[0], here.views.tables()) == (ledger, tables)
    key = ("OrderSummary", ("1",))
    assert here.views.cursors()[key] == cursors[key]


def test_a_repair_of_a_policy_keeps_how_far_it_came(here: Deployment) -> None:
    here.append(line2(5))
    here.append(line2(6))
    here.read()
    policy = _policy(here, CANCEL)
    policy.read(here.log.entries)
    first, second = here.log.entries
    assert here.cursors.stored["onLine", "Order-1"].by == first.place
    here.log.put("Order-1", skip_of(first))
    assert replace(here._repair(), policies=[policy]).repair("Order-1")["onLine"] == "newer"
    assert here.cursors.stored["onLine", "Order-1"].by == second.place


def test_a_replay_by_older_code_reports_the_key(here: Deployment) -> None:
    here.append(placed())
    here.append(line2(5))
    again = replay(here.channel, here.log.entries)
    assert {reader: cursor.error for (reader, _), cursor in again.stopped.items()} == dict.fromkeys(
        ("ledger", "OrderSummary", "CustomerTotals"), NEWER
    )


# policies


CANCEL = Policy(
    name="onLine",
    channel="orders",
    catalog=shop.CATALOG,
    events=(LineAdded,),
    react=lambda event: [shop.CancelOrder(order_id="2")],
    issues=(shop.CANCEL_ORDER,),
)


def _policy(here: Deployment, policy: Policy) -> PolicyReader:
    return PolicyReader(policy, commands=here.commands, cursors=here.cursors, repairs=here.repairs)


def test_a_policy_stops_at_a_newer_version_and_reacts_once_it_is_known(here: Deployment) -> None:
    here.append(placed("2"), id="2")
    here.append(placed())
    here.append(line2(5))
    here.read()
    assert _policy(here, CANCEL).read(here.log.entries) == []
    stopped, going = (here.cursors.stored["onLine", key] for key in ("Order-1", "Order-2"))
    assert (stopped.status, stopped.version, stopped.error) == (Status.PARKED, 1, NEWER)
    assert (going.status, going.version) == (Status.OK, 1)
    here.deploy(NEW)
    new = replace(CANCEL, catalog=NEW_CATALOG, events=(LineAdded2,), issues=here.service.decisions)
    here.append(line2(6))
    here.read()
    _policy(here, new).read(here.log.entries[-1:])
    assert ("orders", "Order-1") in here.repairs.asked
    repair = replace(here._repair(), policies=[_policy(here, new)])
    assert set(repair.repair("Order-1").values()) == {"ok"}
    assert here.log.entries[-1].key == "Order-2"
    assert here.cursors.stored["onLine", "Order-1"].version == 3
