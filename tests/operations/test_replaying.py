"""A view folded again from the log, as it is and as it was, by what an operator types: `specfold replay`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.log_store import KinesisSource

from tests.operations.place import Place, copied, edit, order, placed, pointed_at, running, shown

SUMMARY = "handwritten/ordering/order_summary.py"
FOLD = 'return row and row.model_copy(update={"status": Status.CANCELLED, "cancelled_because": event.reason})'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from running(copied(tmp_path_factory.mktemp("project")))


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def arrivals(aws: Clients, key: str) -> list[datetime]:
    """When the records of a key came into the log."""
    source = KinesisSource(aws.kinesis, "specfold-local-ordering-orders", 0, SystemClock())
    return [datetime.fromtimestamp(record.arrived / 1000, UTC) for record in source.records(key)]


def test_a_row_as_it_is_and_as_it_was(place: Place, aws: Clients) -> None:
    id = placed(place)
    key = f"Order-{id}"
    moved = {"deliverTo": order(id)["deliverTo"] | {"street": "221B Baker Street"}}
    assert place.ask("PUT", f"/orders/{id}/delivery-address", moved).status_code == 200
    assert place.ask("POST", f"/orders/{id}/cancellation", {"reason": "changed-mind"}).status_code == 200
    first, second, third = arrivals(aws, key)

    def at(*when: str) -> list[dict[str, Any]]:
        said = place.specfold("replay", "OrderSummary", "--key", key, *when, "--format", "json")
        assert said.code == 0, said.err
        rows: list[dict[str, Any]] = said.json()["rows"]
        return rows

    (now,) = at()
    living = shown(place, id)
    assert {name for name, member in now.items() if member != living[name]} == {"email", "deliverTo"}
    assert (now["email"], now["deliverTo"]["country"]) == ("(personal)", "GB")
    assert now["status"] == "cancelled"
    if third > second:  # arrival times have milliseconds
        (then,) = at("--as-of", second.isoformat())
        assert then["status"] == "placed"
    assert at("--as-of", "2026-01-01T00:00:00Z") == []
    assert first <= second <= third


def test_a_view_over_many_aggregates(place: Place) -> None:
    id = placed(place)
    said = place.specfold("replay", "CustomerTotals")
    assert said.code == 0, said.err
    rows = {row["customerId"]: row for row in map(json.loads, said.out.splitlines())}
    assert rows[id] == place.ask("GET", f"/customers/{id}/totals").json()


def test_a_fold_that_raises_is_told_and_changes_nothing(place: Place) -> None:
    id = placed(place)
    assert place.ask("POST", f"/orders/{id}/cancellation", {"reason": "changed-mind"}).status_code == 200
    edit(place.root, SUMMARY, FOLD, "raise KeyError")
    said = place.specfold("replay", "OrderSummary", "--key", f"Order-{id}")
    edit(place.root, SUMMARY, "raise KeyError", FOLD)
    assert said.code == 1
    assert f"ordering OrderSummary Order-{id}\n" in said.out
    assert "parked at version 1: KeyError at handwritten.ordering.order_summary:" in said.out
    assert place.specfold("held").out == "no key is held\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["OrderSumary"], "no one view 'OrderSumary': there are CustomerTotals, OrderSummary, PaymentStatus"),
        (["CustomerTotals", "--key", "Order-1"], "CustomerTotals gathers many aggregates"),
        (
            ["OrderSummary", "--key", "Ordr-1"],
            "'Ordr-1' is the key of no aggregate that OrderSummary follows",
        ),
        (["OrderSummary", "--as-of", "2026-01-01T00:00:00"], "write 2026-01-31T12:00:00Z"),
        (["OrderSummary", "--as-of", "yesterday"], "'yesterday' is no time with its offset"),
    ],
)
def test_a_wrong_word_is_told(place: Place, arguments: list[str], told: str) -> None:
    said = place.specfold("replay", *arguments)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "Traceback" not in said.err
