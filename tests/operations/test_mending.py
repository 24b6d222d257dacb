"""A key is held, seen, and mended, by what an operator types: `specfold held`, `repair`, `unpark`.

The handlers of the running service are broken in two places: a fold raises for cancelled orders, and an upcaster
for orders that an old version wrote.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from generated.ordering.events import OrderPlacedV1
from generated.ordering.service import SERVICE
from runtime.aws.clients import Clients
from runtime.aws.kinesis import KinesisLog, KinesisSource
from runtime.aws.system import SystemClock
from runtime.commit import Head
from runtime.local.aws import environment
from runtime.replay import replay
from runtime.testing import commit_data
from tests.operations.conftest import Place, eventually, running

SUMMARY = "handwritten/ordering/order_summary.py"
FOLD = 'return row and row.model_copy(update={"status": Status.CANCELLED, "cancelled_because": event.reason})'
RAISES = 'raise KeyError(f"{row.email if row else None} {event.reason}")'
UPCASTERS = "handwritten/ordering/upcasters.py"
TOTAL, NO_TOTAL = "unit_price=event.total", "unit_price=event.totall"
(READER,) = SERVICE.readers


@pytest.fixture(scope="module")
def place(copy: Path) -> Iterator[Place]:
    def edited(path: str, old: str, new: str) -> None:
        text = (copy / path).read_text("utf-8")
        assert text.count(old) == 1
        (copy / path).write_text(text.replace(old, new), "utf-8")

    edited(SUMMARY, FOLD, RAISES)
    edited(UPCASTERS, TOTAL, NO_TOTAL)
    yield from running(copy)


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in environment(place.endpoint).items():
        monkeypatch.setenv(name, value)
    return Clients()


def order(id: str) -> dict[str, Any]:
    return {
        "orderId": id,
        "customerId": id,
        "email": "ada@shop.example",
        "deliverTo": {"name": "Ada", "street": "12 St James's Square", "city": "London", "country": "GB"},
        "lines": [{"sku": "TEA-250", "quantity": 2, "unitPrice": {"amount": 850, "currency": "EUR"}}],
    }


def placed(place: Place) -> str:
    id = str(uuid4())
    assert place.ask("POST", "/orders", order(id)).status_code == 201
    return id


def held(place: Place) -> list[dict[str, Any]]:
    said = place.specfold("held", "--format", "json")
    found: list[dict[str, Any]] = said.json()["held"]
    assert said.code == (1 if found else 0), said.err
    return found


def replayed(aws: Clients, key: str, view: str) -> Any:
    """The row that a replay of the key's records gives, by handlers that are whole."""
    source = KinesisSource(aws.kinesis, "specfold-local-ordering-orders", 0, SystemClock())
    again = replay(READER, source.records(key))
    assert not again.stopped
    (row,) = again.tables[view].values()
    return row


def stored(aws: Clients, id: str) -> dict[str, Any]:
    """The item of an order's row, as DynamoDB keeps it."""
    found = aws.dynamodb.get_item(
        TableName="specfold-local-ordering-order-summary", Key={"orderId": {"S": id}}, ConsistentRead=True
    )
    return dict(found["Item"])


def shown(place: Place, id: str) -> dict[str, Any]:
    row: dict[str, Any] = place.ask("GET", f"/orders/{id}", **{"min-version": "1"}).json()
    return row


def test_a_fold_that_raises_is_seen_and_mended_and_all_else_goes_on(place: Place, aws: Clients) -> None:
    assert held(place) == []
    ours, other = placed(place), placed(place)
    key = f"Order-{ours}"
    done = place.ask("POST", f"/orders/{ours}/cancellation", {"reason": "changed-mind"})
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')  # the ledger knows no view
    (found,) = eventually(lambda: held(place), "a held key")
    error = found.pop("error")
    assert error.startswith("KeyError at handwritten.ordering.order_summary:")
    assert found.pop("since")[:2] == "20"
    assert found.pop("record").startswith("0/shardId-")
    assert found.pop("top")
    assert found == {
        "service": "ordering", "reader": "OrderSummary", "key": key, "status": "parked", "version": 1,
    }  # fmt: skip

    # Another key in this view, and this key in another view, go on.
    moved = {"deliverTo": order(other)["deliverTo"] | {"street": "221B Baker Street"}}
    assert place.ask("PUT", f"/orders/{other}/delivery-address", moved).status_code == 200
    eventually(lambda: shown(place, other)["deliverTo"] == moved["deliverTo"], "the new address")
    totals = place.ask("GET", f"/customers/{ours}/totals").json()
    assert totals["cancelled"] == 1

    before = stored(aws, ours)
    early = place.specfold("unpark", "OrderSummary", key, "--dry-run")
    assert early.code == 1
    assert "is still parked" in early.out
    place.edit(SUMMARY, RAISES, FOLD)
    dry = place.specfold("unpark", "OrderSummary", key, "--dry-run")
    assert dry.code == 0, dry.err
    assert "would be put right" in dry.out
    assert f"parked at version 1 ({error}) -> ok at version 2" in dry.out
    assert 'status: "placed" -> "cancelled"' in dry.out
    assert "ada@" not in dry.out
    assert stored(aws, ours) == before

    wet = place.specfold("unpark", "OrderSummary", key, "--format", "json")
    assert wet.code == 0, wet.err
    (result,) = wet.json()["results"]
    ((change,), (row,)) = result["changes"], result["changes"][0]["rows"]
    assert (result["result"], change["cursor"]["after"]["version"]) == ("ok", 2)
    assert (row["before"]["email"], row["members"]) == ("(personal)", ["status", "cancelledBecause"])
    assert shown(place, ours) == replayed(aws, key, "OrderSummary")
    assert held(place) == []

    after = stored(aws, ours)
    again = place.specfold("unpark", "OrderSummary", key)
    assert (again.code, "is not held: nothing to do" in again.out) == (0, True)
    everywhere = place.specfold("repair", key)
    assert (everywhere.code, everywhere.out.count("is right: nothing to change")) == (0, 4), everywhere.out
    assert stored(aws, ours) == after


def test_an_upcaster_that_is_mended_reaches_what_was_parked(place: Place, aws: Clients) -> None:
    id = str(uuid4())
    key = f"Order-{id}"
    old = OrderPlacedV1.from_wire(
        {
            "orderId": id,
            "customerId": id,
            "email": "ada@shop.example",
            "total": {"amount": 1700, "currency": "EUR"},
            "placedAt": "2025-01-31T09:00:00Z",
        }
    )
    log = KinesisLog(aws.log, "specfold-local-ordering-orders", 0)
    log.put(key, commit_data(key, Head(), old, commit=str(uuid4())))
    readers = {"ledger", "OrderSummary", "CustomerTotals", "onOrderPlaced"}
    eventually(lambda: {one["reader"] for one in held(place)} == readers, "four readers that stop")
    assert (
        place.ask("PUT", f"/orders/{id}/delivery-address", {"deliverTo": order(id)["deliverTo"]}).status_code
        == 503
    )

    place.edit(UPCASTERS, NO_TOTAL, TOTAL)
    dry = place.specfold("repair", key, "--dry-run")
    assert (dry.code, dry.out.count("would be put right")) == (0, 4), dry.out
    assert f"command requestPayment for Payment-" in dry.out
    assert len(held(place)) == 4
    assert place.ask("GET", f"/orders/{id}/payments").json()["items"] == []

    for turn in ("new", "accepted before"):
        wet = place.specfold("repair", key, "--format", "json")
        assert wet.code == 0, wet.err
        commands = [one for result in wet.json()["results"] for one in result["commands"]]
        assert len(commands) == (1 if turn == "new" else 0)
    assert held(place) == []
    assert shown(place, id) == replayed(aws, key, "OrderSummary")
    (payment,) = eventually(lambda: place.ask("GET", f"/orders/{id}/payments").json()["items"], "the payment")
    moved = place.ask("PUT", f"/orders/{id}/delivery-address", {"deliverTo": order(id)["deliverTo"]})
    assert moved.status_code == 200  # decisions stand on the state again


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["unpark", "OrderSumary", "Order-1"],
            "there are CustomerTotals, OrderSummary, PaymentStatus, ledger",
        ),
        (["repair", "Ordr-1"], "'Ordr-1' is the key of no aggregate here"),
        (["held", "--service", "ordring"], "no service 'ordring' here reads a log"),
        (["repair", "Order-\x1b[2J"], None),
    ],
)
def test_a_wrong_word_is_told_and_nothing_is_done(
    place: Place, arguments: list[str], told: str | None
) -> None:
    said = place.specfold(*arguments)
    assert "Traceback" not in said.err
    assert "\x1b" not in said.out + said.err
    if told:
        assert (said.code, said.out) == (2, "")
        assert told in said.err


def test_no_stack_is_guessed_and_no_cloud_is_asked_by_mistake(place: Place) -> None:
    said = place.specfold("held", where=False)
    assert said.code == 2
    assert "say where: --stack NAME on AWS, or --endpoint URL" in said.err
    away = place.specfold("held", "--endpoint", "https://dynamodb.eu-central-1.amazonaws.com", where=False)
    assert (away.code, "is not" in away.err) == (2, True)
    variables = environment(place.endpoint)
    named = place.specfold("held", "--stack", "local", where=False, **variables)
    assert (named.code, named.out) == (0, "no key is held\n")
    other = place.specfold("held", "--stack", "prod", where=False, **variables)
    assert other.code == 2
    assert "there is no function specfold-prod-ordering-repair" in other.err
    gone = place.specfold("held", "--endpoint", "http://127.0.0.1:9", where=False)
    assert gone.code == 4
    assert "Traceback" not in gone.err
