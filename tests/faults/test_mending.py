"""Records that were parked are read again by an upcaster that was mended since."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from generated.ordering.events import OrderPlacedV1
from runtime.aws.clients import Clients
from runtime.aws.kinesis import KinesisLog
from runtime.commit import Head
from runtime.testing import commit_data
from tests.faults.conftest import Form
from tests.operations.place import (
    Place,
    copied,
    edit,
    eventually,
    held,
    order,
    pointed_at,
    replayed,
    running,
    shown,
    stands_still,
)

UPCASTERS = "handwritten/ordering/upcasters.py"
TOTAL, NO_TOTAL = "unit_price=event.total", "unit_price=event.totall"


@pytest.fixture(scope="module")
def place(fire: Form, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = copied(tmp_path_factory.mktemp("project"))
    edit(root, UPCASTERS, TOTAL, NO_TOTAL)
    yield from running(root)


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


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
    eventually(
        lambda: stands_still(aws, "payments-policies", "pk", f"onOrderPlaced#{key}"), "a policy's stop"
    )
    eventually(lambda: stands_still(aws, "ordering-order-summary", "orderId", id, "_cursor"), "a view's stop")
    assert {one["reader"] for one in held(place)} == readers
    assert (
        place.ask("PUT", f"/orders/{id}/delivery-address", {"deliverTo": order(id)["deliverTo"]}).status_code
        == 503
    )

    edit(place.root, UPCASTERS, NO_TOTAL, TOTAL)
    dry = place.specfold("repair", key, "--dry-run")
    assert (dry.code, dry.out.count("would be put right")) == (0, 4), dry.out
    assert "command requestPayment for Payment-" in dry.out
    assert stands_still(aws, "ordering-ledger", "pk", key)
    assert place.ask("GET", f"/orders/{id}/payments").json()["items"] == []

    for expected in (1, 0):  # the second time there is nothing left to do
        wet = place.specfold("repair", key, "--format", "json")
        assert wet.code == 0, wet.err
        commands = [one for result in wet.json()["results"] for one in result["commands"]]
        assert len(commands) == expected
    assert held(place) == []
    assert shown(place, id) == replayed(aws, key, "OrderSummary")
    assert eventually(lambda: place.ask("GET", f"/orders/{id}/payments").json()["items"], "the payment")
    moved = place.ask("PUT", f"/orders/{id}/delivery-address", {"deliverTo": order(id)["deliverTo"]})
    assert moved.status_code == 200  # decisions stand on the state again
