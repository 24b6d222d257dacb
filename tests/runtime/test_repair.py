"""What a repair puts right, what it leaves alone, and what it says of it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from msgspec import structs
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CursorStep, ViewUnit
from specfold.model.service import Reader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import MemoryCursors, MemoryLog
from specfold.testing import commit_data

from tests.runtime import shop
from tests.runtime.test_failures import Shop, history, line, placed, resharded
from tests.runtime.test_repair_reading import WEEK, Shelves
from tests.runtime.test_signals import told

EVERYWHERE = ("ledger", "OrderSummary", "CustomerTotals")


@pytest.fixture
def here(caplog: pytest.LogCaptureFixture) -> Shop:
    shop.broken.clear()
    caplog.set_level(logging.INFO, "runtime.signals")
    return Shop()


def stopped(here: Shop, records: list[Record], handler: str = "") -> None:
    """All records are kept; the reader meets them, the last of them while a handler is broken."""
    here.log.entries[:] = records
    here.reader().read(records[:-1])
    shop.broken.update({handler} - {""})
    here.reader().read(records[-1:])
    shop.broken.clear()


def totals(here: Shop) -> Cursor:
    return here.views.cursors()["CustomerTotals", "Order-1"]


def stored(here: Shop) -> Any:
    return here.ledger.items, here.views.cursors(), here.views.tables()


def writes(here: Shop) -> list[str]:
    """The writes from now on."""
    points: list[str] = []
    here.ledger.fault = here.views.fault = points.append
    return points


def repair(here: Shop, only: str = "") -> dict[str, Any]:
    history = History(here.log, here.log)
    made = Repair(reader=shop.READER, history=history, ledger=here.ledger, views=here.views, clock=here.clock)
    return dict(made.repair("Order-1", only))


# what is right


def test_a_gathered_view_that_is_right_is_not_written(here: Shop) -> None:
    stopped(here, history(placed(), line(1)))
    points = writes(here)
    assert repair(here, "CustomerTotals") == {"CustomerTotals": "ok"}
    assert points == []


def test_what_is_there_is_read_as_it_stands(here: Shop) -> None:
    """A stale state would be expected in vain, three times."""
    stopped(here, history(placed(), line(1), line(2)), "evolve")
    here.ledger.lag = lambda: 1
    points = writes(here)
    assert repair(here, "ledger") == {"ledger": "ok"}
    assert (points, here.cents()) == (["write", "write done"], 3)


# one reader or all


@pytest.mark.parametrize("only", EVERYWHERE)
def test_one_reader_is_repaired_and_no_other(here: Shop, only: str) -> None:
    first, second, third = history(placed(), line(1), line(2))
    stopped(here, [first, third])
    here.log.entries[:] = [first, second, third]
    assert repair(here, only) == {only: "ok"}
    cursors = {name: cursor for (name, _), cursor in here.views.cursors().items()}
    cursors["ledger"] = here.ledger.items["Order-1"].cursor
    assert {name for name in EVERYWHERE if cursors[name].status is Status.OK} == {only}
    assert repair(here) == dict.fromkeys(EVERYWHERE, "ok")


# what it tells


def test_it_tells_what_it_repaired_and_why_it_could_not(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    stopped(here, history(placed(), line(1)), "summary")
    for handler in ("summary", "evolve", "totals"):
        shop.broken.add(handler)
    caplog.clear()
    assert repair(here) == {"ledger": "parked", "OrderSummary": "parked", "CustomerTotals": "ok"}
    shop.broken.clear()
    (mended,) = told(caplog, "repaired")
    assert mended == {
        "signal": "repaired", "Repairs": 1, "reader": "CustomerTotals", "key": "Order-1", "result": "ok",
    }  # fmt: skip
    defects = told(caplog, "defect")
    assert [(one["reader"], one["key"], one["result"]) for one in defects] == [
        ("ledger", "Order-1", "parked"),
        ("OrderSummary", "Order-1", "parked"),
    ]
    assert all(one["error"].startswith("ZeroDivisionError at tests.runtime.shop:") for one in defects)


def test_it_tells_why_a_gathered_view_is_still_parked(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    stopped(here, history(placed(), line(1)), "totals")
    shop.broken.add("totals")
    assert repair(here, "CustomerTotals") == {"CustomerTotals": "parked"}
    shop.broken.clear()
    (defect,) = told(caplog, "defect")
    assert defect["error"].startswith("ZeroDivisionError at tests.runtime.shop:")


# holes


def test_where_a_hole_is_nothing_is_written(here: Shop) -> None:
    first, second, third, fourth = history(placed(), line(1), line(2), line(3))
    here.reader().read([first, third])
    here.reader().read([fourth])  # passed over, and counted
    before = stored(here)
    here.log.entries[:] = [first, third, fourth]
    assert repair(here) == dict.fromkeys(EVERYWHERE, "hole")
    assert stored(here) == before
    here.log.entries[:] = [first, second, third, fourth]
    assert repair(here) == dict.fromkeys(EVERYWHERE, "ok")
    assert here.cents() == 6


def test_where_a_hole_is_before_a_cursor_nothing_is_written_either(here: Shop) -> None:
    first, second, third = history(placed(), line(1), line(2))
    here.reader().read([first, second, third])
    before = stored(here)
    here.log.entries[:] = [first, third]
    assert repair(here) == dict.fromkeys(EVERYWHERE, "hole")
    assert stored(here) == before


def test_a_view_that_followed_a_loser_has_diverged_whatever_is_missing_after_it(here: Shop) -> None:
    first, winner, _, fourth = history(placed(), line(1), line(2), line(3))
    data = commit_data("Order-1", Head(1, "1-1"), line(50), commit="loser")
    loser = structs.replace(winner, shard="child", seq=padded("500"), data=data)
    here.reader().read([first, loser])
    here.log.entries[:] = [first, winner, fourth, loser]
    assert repair(here, "CustomerTotals") == {"CustomerTotals": "diverged"}
    assert totals(here).status is Status.HELD


def test_what_a_source_shows_a_moment_late_is_waited_for(here: Shop) -> None:
    records = history(placed(), line(1))
    stopped(here, records)
    here.log.entries[:] = records[:1]
    began = here.clock.slept
    here.clock.on_sleep = lambda: here.log.entries.__setitem__(slice(None), records)
    archive = Shelves(entries=records[:1])
    made = Repair(
        reader=shop.READER,
        history=History(archive, here.log),
        ledger=here.ledger,
        views=here.views,
        clock=here.clock,
    )
    assert made.repair("Order-1") == dict.fromkeys(EVERYWHERE, "ok")
    assert 0 < here.clock.slept - began < 1
    assert archive.asked == [records[0].arrived - WEEK]


# stops


def test_a_gathered_view_that_was_held_where_it_ends_goes_on(here: Shop) -> None:
    stopped(here, history(placed(), line(1)))
    right = totals(here)
    held = right.stopped(Status.HELD, "a false alarm")
    step = CursorStep(key="Order-1", expected=right, cursor=held)
    assert here.views.write(shop.TOTALS, [ViewUnit(steps=(step,))]) == frozenset()
    assert repair(here, "CustomerTotals") == {"CustomerTotals": "ok"}
    assert totals(here) == right


def test_a_key_that_moved_to_another_shard_goes_on_there(here: Shop) -> None:
    parent, child = resharded()
    stopped(here, [*parent, *child], "totals")
    assert (totals(here).shard, totals(here).status) == ("child", Status.PARKED)
    assert repair(here) == dict.fromkeys(EVERYWHERE, "ok")
    assert here.tables()["CustomerTotals"][("c",)]["cents"] == 7


def test_a_key_that_no_reader_met_is_parked_at_its_first_commit_if_that_does_not_fold(here: Shop) -> None:
    here.log.entries += history(placed(), line(1))
    shop.broken.add("evolve")
    assert repair(here, "ledger") == {"ledger": "parked"}
    shop.broken.clear()
    item = here.ledger.items["Order-1"]
    assert (item.cursor.status, item.cursor.version, item.folded) == (Status.PARKED, 2, 0)
    assert repair(here, "ledger") == {"ledger": "ok"}


def test_a_handler_that_still_raises_is_no_reason_to_read_the_whole_archive(here: Shop) -> None:
    records = history(placed(), line(1))
    stopped(here, records, "summary")
    archive = Shelves(entries=records)
    made = Repair(
        reader=shop.READER,
        history=History(archive, MemoryLog()),
        ledger=here.ledger,
        views=here.views,
        clock=here.clock,
    )
    shop.broken.add("summary")
    assert made.repair("Order-1", "OrderSummary") == {"OrderSummary": "parked"}
    shop.broken.clear()
    assert archive.asked == [records[0].arrived - WEEK]


# policies


class Following:
    """A policy beside a log of payments, which nobody reads but it."""

    def __init__(self, here: Shop) -> None:
        self.log, self.cursors, self.here = MemoryLog(), MemoryCursors(), here
        self.policy = PolicyReader(
            shop.POLICY, commands=here.commands, cursors=self.cursors, repairs=here.repairs, wait=1.0
        )

    def payments(self, *orders: str) -> list[Record]:
        """Payments of one key for these orders."""
        head, records = Head(), list[Record]()
        for n, order in enumerate(orders):
            data = commit_data("Payment-1", head, shop.PaymentCaptured(order_id=order), commit=f"p-{n}")
            records.append(Record(1, "s", padded(str(10 * n + 1)), 5, "Payment-1", data))
            head = Head(n + 1, f"p-{n}")
        self.log.entries[:] = records
        return records

    def repair(self) -> str:
        made = Repair(
            reader=Reader(channel="payments", catalog=shop.PAYMENTS),
            history=History(self.log, self.log),
            ledger=self.here.ledger,
            views=self.here.views,
            clock=self.here.clock,
            policies=[self.policy],
        )
        (result,) = made.repair("Payment-1").items()
        assert result[0] == "onPaymentCaptured"
        return result[1]

    @property
    def cursor(self) -> Cursor:
        return self.cursors.stored["onPaymentCaptured", "Payment-1"]


@pytest.fixture
def following(here: Shop) -> Following:
    for id in "123":
        here.place(id, command_id=f"place {id}")
    return Following(here)


def test_a_policy_that_never_met_the_key_is_right(following: Following) -> None:
    following.payments("1")
    assert following.repair() == "ok"
    assert following.cursors.stored == {}
    assert following.here.versions()["Order-1"] == 1


def test_a_policy_that_is_right_is_not_written(following: Following) -> None:
    assert following.policy.read(following.payments("1", "2")) == []
    points: list[str] = []
    following.cursors.fault = points.append
    assert following.repair() == "ok"
    assert points == []


def test_a_policy_goes_on_to_what_it_has_not_met(following: Following) -> None:
    following.policy.read(following.payments("1", "2")[:1])
    assert following.repair() == "ok"
    assert (following.cursor.version, following.here.versions()["Order-2"]) == (2, 2)


def test_a_policy_that_still_raises_is_parked_and_told(
    following: Following, caplog: pytest.LogCaptureFixture
) -> None:
    shop.broken.add("policy")
    following.policy.read(following.payments("1"))
    assert following.repair() == "parked"
    shop.broken.clear()
    (defect,) = told(caplog, "defect")
    assert defect["error"].startswith("ZeroDivisionError at tests.runtime.shop:")
    assert following.repair() == "ok"


@pytest.mark.parametrize(("left", "result"), [((0, 2), "hole"), ((0, 1), "behind")])
def test_a_policy_that_is_further_than_the_history_is_left_as_it_is(
    following: Following, left: tuple[int, ...], result: str
) -> None:
    records = following.payments("1", "2", "3")
    following.policy.read(records)
    before = following.cursor
    following.log.entries[:] = [records[n] for n in left]
    assert (following.repair(), following.cursor) == (result, before)


def test_a_repair_of_a_key_that_never_was_writes_nothing_and_says_so(here: Shop) -> None:
    points = writes(here)
    assert repair(here) == dict.fromkeys(EVERYWHERE, "unknown")
    assert (points, here.ledger.items, here.views.cursors()) == ([], {}, {})
