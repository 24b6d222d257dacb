"""Mending while it burns: a repair that is killed, a reader that goes on, an upcaster that was repaired."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import uuid4

import pytest
from specfold.aws.clients import Clients
from specfold.aws.log_store import KinesisLog
from specfold.eventlog.commit import Head
from specfold.testing import commit_data

from generated.ordering.events import OrderPlacedV1
from tests.faults.conftest import Form
from tests.faults.proxy import FaultProxy
from tests.operations.place import (
    PROGRAM,
    Place,
    copied,
    edit,
    eventually,
    held,
    here,
    order,
    placed,
    pointed_at,
    replayed,
    running,
    shown,
    stands_still,
)

UPCASTERS = "handwritten/ordering/upcasters.py"
TOTAL, NO_TOTAL = "unit_price=event.total", "unit_price=event.totall"
SUMMARY = "handwritten/ordering/order_summary.py"
MOVES = 'return row and row.model_copy(update={"deliver_to": event.deliver_to})'
STUMBLES = f'assert event.deliver_to.street != "Poison Lane"\n    {MOVES}'
WRITES: Final = ("PutItem", "UpdateItem", "TransactWriteItems", "PutRecord")


@pytest.fixture(scope="module")
def place(fire: Form, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A service whose handlers are broken; on the disk they are repaired by now."""
    root = copied(tmp_path_factory.mktemp("project"))
    edit(root, UPCASTERS, TOTAL, NO_TOTAL)
    edit(root, SUMMARY, MOVES, STUMBLES)
    for found in running(root):
        edit(root, UPCASTERS, NO_TOTAL, TOTAL)
        edit(root, SUMMARY, STUMBLES, MOVES)
        yield found


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def parked(place: Place, aws: Clients) -> tuple[str, str]:
    """An order of an old version, at which every reader stops: its id and its key."""
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
    for table, name, item, within in (
        ("payments-policies", "pk", f"onOrderPlaced#{key}", ""),
        ("ordering-customer-totals-cursors", "pk", f"CustomerTotals#{key}", ""),
        ("ordering-order-summary", "orderId", id, "_cursor"),
    ):
        eventually(partial(stands_still, aws, table, name, item, within), f"a stop in {table}")
    return id, key


class Halting(FaultProxy):
    """Lets writes through up to one; there it waits for the writer to be killed."""

    def __init__(self, endpoint: str, *, at: int, after: bool) -> None:
        super().__init__(endpoint, "halting")
        self.left, self.after = at, after
        self.reached = threading.Event()

    def draw(self, operation: str) -> tuple[str, float]:
        """What happens to a request."""
        if operation in WRITES:
            self.left -= 1
        if operation not in WRITES or self.left:
            return "pass", 0.0
        self.reached.set()
        if self.after:
            return "silent", 0.0  # it is done, and nobody hears of it
        self.over.wait(60)
        return "lost request", 0.0


def killed(place: Place, key: str, *, at: int, after: bool) -> bool:
    """Repair a key, and kill the repair at its n-th write; whether there was one."""
    with Halting(place.endpoint, at=at, after=after) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        repair = subprocess.Popen(
            [*PROGRAM, "repair", key, "--endpoint", proxy.endpoint],
            cwd=place.root,
            env=here(),
            stdout=subprocess.DEVNULL,
        )
        eventually(lambda: proxy.reached.is_set() or repair.poll() is not None, "a write, or the end")
        repair.send_signal(signal.SIGKILL)
        repair.wait()
        proxy.over.set()
        proxy.shutdown()
        thread.join()
        return proxy.reached.is_set()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_repair_that_is_killed_is_given_again_and_acts_once(
    place: Place, aws: Clients, form: Form, after: bool
) -> None:
    id, key = parked(place, aws)
    for turn in range(form.pick(1, 2, 3)):
        # The ledger is always written again, so each time another write is met: summary, totals, command.
        assert killed(place, key, at=turn + 1, after=after)
    said = place.specfold("repair", key)
    assert said.code == 0, said.out + said.err
    assert held(place) == []
    assert shown(place, id) == replayed(aws, key, "OrderSummary")
    assert place.ask("GET", f"/customers/{id}/totals").json()["placed"] == 1
    (payment,) = eventually(lambda: place.ask("GET", f"/orders/{id}/payments").json()["items"], "the payment")
    assert payment["orderId"] == id


def test_a_key_is_let_go_while_its_reader_meets_more_of_it(place: Place, aws: Clients) -> None:
    id = placed(place)
    key = f"Order-{id}"

    def move(street: str) -> int:
        body: dict[str, Any] = {"deliverTo": order(id)["deliverTo"] | {"street": street}}
        return place.ask("PUT", f"/orders/{id}/delivery-address", body).status_code

    assert move("Poison Lane") == 200
    eventually(lambda: stands_still(aws, "ordering-order-summary", "orderId", id, "_cursor"), "a stop")
    answers: list[int] = []
    meanwhile = threading.Thread(target=lambda: answers.extend(move(f"{n} Baker Street") for n in range(10)))
    meanwhile.start()
    eventually(lambda: place.specfold("unpark", "OrderSummary", key).code == 0, "a repair that wins")
    meanwhile.join()
    assert answers == [200] * 10
    eventually(lambda: shown(place, id)["deliverTo"]["street"] == "9 Baker Street", "the last address")
    assert shown(place, id) == replayed(aws, key, "OrderSummary")
    assert held(place) == []


def test_an_upcaster_that_is_mended_reaches_what_was_parked(place: Place, aws: Clients) -> None:
    id, key = parked(place, aws)
    readers = {"ledger", "OrderSummary", "CustomerTotals", "onOrderPlaced"}
    assert {one["reader"] for one in held(place)} == readers
    move = {"deliverTo": order(id)["deliverTo"]}
    assert place.ask("PUT", f"/orders/{id}/delivery-address", move).status_code == 503

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
    # decisions stand on the state again
    assert place.ask("PUT", f"/orders/{id}/delivery-address", move).status_code == 200
