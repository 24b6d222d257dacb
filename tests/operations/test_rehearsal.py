"""A dry run foretells a repair and writes nothing; a repair takes nothing back."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from specfold.eventlog.ports import LedgerStep
from specfold.operations.changes import MASK, masked, merged, row_change
from specfold.operations.dry_run_stores import Notes, WitnessedLedger, WitnessedViews
from specfold.operations.printing import plain
from specfold.recovery.repair import History, Repair

from generated.ordering.read_models import OrderSummary
from handwritten.ordering.scenarios import PLACED
from tests.runtime import shop
from tests.runtime.test_failures import Shop


@pytest.fixture(autouse=True)
def _whole() -> Iterator[None]:
    shop.broken.clear()
    yield
    shop.broken.clear()


def repair(here: Shop, *, rehearsal: bool) -> tuple[dict[str, Any], Notes]:
    notes = Notes(rehearsal)
    made = Repair(
        reader=shop.READER,
        history=History(here.log, here.log),
        ledger=WitnessedLedger(here.ledger, notes),
        views=WitnessedViews(here.views, notes),
        clock=here.clock,
    )
    return dict(made.repair("Order-1")), notes


def stored(here: Shop) -> Any:
    return copy.deepcopy((here.ledger.items, here.ledger.commands, here.views.tables(), here.views.cursors()))


def stopped_at(handler: str) -> Shop:
    """A shop whose order 1 has stopped at its second commit, and missed a record since."""
    here = Shop()
    here.place()
    here.line(5, wait=0)
    shop.broken.add(handler)
    here.read()
    here.log.put("Order-1", b"no commit")
    here.read()
    shop.broken.clear()
    return here


@pytest.mark.parametrize("handler", ["summary", "totals", "evolve"])
def test_a_dry_run_foretells_a_repair_and_writes_nothing(handler: str) -> None:
    here = stopped_at(handler)
    before = stored(here)
    foretold, rehearsed = repair(here, rehearsal=True)
    assert stored(here) == before
    done, notes = repair(here, rehearsal=False)
    assert done == foretold
    assert set(done.values()) == {"ok"}
    assert merged(notes.changes) == merged(rehearsed.changes)
    assert any(change.any for change in notes.changes)
    after = stored(here)
    again, nothing = repair(here, rehearsal=False)
    assert set(again.values()) == {"ok"}
    assert not any(change.any for change in nothing.changes)
    assert stored(here) == after


@pytest.mark.parametrize("handler", ["summary", "totals", "evolve"])
def test_a_repair_with_a_handler_that_raises_takes_nothing_back(handler: str) -> None:
    here = Shop()
    here.place()
    here.line(5)
    before = stored(here)
    shop.broken.add(handler)  # today's checkout is not what folded this
    results, _ = repair(here, rehearsal=False)
    assert "parked" in results.values() or handler == "totals"  # which goes on from where it is
    assert stored(here) == before


def test_a_reader_that_writes_meanwhile_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    here = stopped_at("evolve")
    write = here.ledger.write
    late = [True]

    def after_the_reader(steps: list[LedgerStep]) -> frozenset[str]:
        if late:
            late.clear()
            here.log.put("Order-1", b"no commit")
            here.read()
        return write(steps)

    monkeypatch.setattr(here.ledger, "write", after_the_reader)
    results, notes = repair(here, rehearsal=False)
    assert results["ledger"] == "ok"
    (change,) = [change for change in merged(notes.changes) if change.reader == "ledger"]
    item = here.ledger.items["Order-1"]
    assert (item.cursor.seq, here.cents()) == (here.log.entries[-1].seq, 5)
    assert change.after == item.cursor


def test_personal_members_are_masked_wherever_they_stand() -> None:
    row = {
        "orderId": str(PLACED.order_id),
        "customerId": str(PLACED.customer_id),
        "status": "placed",
        "total": PLACED.total.to_wire(),
        "placedAt": "2026-01-31T09:00:00Z",
        "email": "ada@shop.example",
        "deliverTo": PLACED.deliver_to.to_wire(),  # type: ignore[union-attr]  # it has one
    }
    shown = masked(OrderSummary, row)
    assert shown is not None
    assert (shown["email"], shown["status"], shown["total"]) == (MASK, "placed", row["total"])
    assert "Ada" not in str(shown)
    assert "James" not in str(shown)
    change = row_change(OrderSummary, ("k",), row, row | {"email": "eve@shop.example", "status": "confirmed"})
    assert change.members == ("status", "email")
    assert "shop.example" not in str(change)
    unreadable = masked(OrderSummary, {"email": "ada@shop.example", "status": 7})
    assert unreadable == {"email": MASK, "status": MASK}


def test_what_is_printed_stays_on_its_line() -> None:
    assert plain("Order-\x1b[2J\n\u202ex\x7f") == "Order-\\x1b[2J\\n\\u202ex\\x7f"


def test_steps_of_one_key_are_told_as_one_change() -> None:
    here = stopped_at("evolve")
    _, notes = repair(here, rehearsal=True)
    (change,) = [one for one in notes.changes if one.reader == "ledger"]
    held = structs.replace(change.after, error="its repair was not finished")
    first, second = replace(change, after=held), replace(change, before=held)
    assert merged([first, second]) == [change]
