"""A stream is split and merged, with unread records and under load: nothing is lost, and order is kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from specfold.aws import functions
from specfold.commands.outcomes import Accepted, Pending
from specfold.local import emulator

from generated.ordering.commands import ChangeDeliveryAddress, PlaceOrder
from generated.ordering.functions import ENVIRONMENT
from generated.ordering.service import SERVICE
from tests.faults import checker
from tests.faults import shop as folds
from tests.faults.checker import Judged, Raw
from tests.faults.cloud import until
from tests.faults.conftest import Form
from tests.faults.shards import Shop, kinesis_local
from tests.faults.test_readers import event


@pytest.fixture(scope="module")
def endpoints(fire: Form, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with kinesis_local(tmp_path_factory.mktemp("kinesis")) as kinesis, emulator.running() as aws:
        yield aws.endpoint, kinesis


@pytest.fixture
def shop(endpoints: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(*endpoints, state=tmp_path)
    for name, value in shop.environment.items():
        monkeypatch.setenv(name, value)
    return shop


def place(order: str) -> PlaceOrder:
    money = {"amount": 850, "currency": "EUR"}
    members = {
        "orderId": order,
        "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
        "email": "ada@shop.example",
        "deliverTo": address("here"),
        "lines": [{"sku": "TEA-250", "quantity": 1, "unitPrice": money}],
    }
    return PlaceOrder.from_wire(members)


def change(order: str) -> ChangeDeliveryAddress:
    return ChangeDeliveryAddress.from_wire({"orderId": order, "deliverTo": address(str(uuid4()))})


def address(street: str) -> dict[str, str]:
    return {"name": "Ada", "street": street, "city": "London", "country": "GB"}


def placed(shop: Shop, count: int, wait: float = 0.0) -> list[str]:
    orders = [str(uuid4()) for _ in range(count)]
    for order in orders:
        outcome = shop.tell(place(order), f"Order-{order}", wait=wait)
        assert isinstance(outcome, Accepted if wait else Pending), outcome
    return orders


def findings(shop: Shop) -> tuple[list[str], Judged]:
    log = checker.judged(shop.records())
    cloud = shop.cloud
    totals = cloud.rows("ordering-customer-totals", "customerId")
    return [
        *log.findings,
        *checker.commands(log, shop.told),
        *checker.ledger(log, cloud.table("ordering-ledger")),
        *checker.rows("orders", folds.order_summaries(log), cloud.rows("ordering-order-summary", "orderId")),
        *checker.rows("totals", folds.customer_totals(log), totals),
    ], log


def parents_are_first(shop: Shop) -> bool:
    """Whether no record of a shard was read before all of its parents' were."""
    read = [shard for shard, _ in shop.seen]
    for shard in shop.shards():
        for parent in (shard.get("ParentShardId"), shard.get("AdjacentParentShardId")):
            if parent in read and shard["ShardId"] in read:
                last = len(read) - 1 - read[::-1].index(parent)
                if last > read.index(shard["ShardId"]):
                    return False
    return True


def test_unread_records_outlive_a_split_and_a_merge(shop: Shop) -> None:
    with shop.reading():
        orders = placed(shop, 12, wait=60)
        until(shop.read_up, "the reader comes to the end")
    for reshard in (shop.split, shop.merge, shop.split):
        placed(shop, 6)
        for order in orders:
            shop.tell(change(order), f"Order-{order}")  # decided on what was read: all but the first are void
        reshard()
    placed(shop, 6)
    with shop.reading():
        until(shop.read_up, "the reader comes to the end of every shard")
    assert parents_are_first(shop)
    assert {shard for shard, _ in shop.seen} == {shard["ShardId"] for shard in shop.shards()}
    found, log = findings(shop)
    assert found == []
    assert len(log.void) == 2 * len(orders)
    assert all(len(log.histories[f"Order-{order}"]) == 2 for order in orders)


def test_a_stream_is_resharded_under_the_hands_of_its_clients(shop: Shop) -> None:
    with shop.reading(), ThreadPoolExecutor(4) as pool:
        orders = placed(shop, 6, wait=60)

        def work(turn: int) -> None:
            order = orders[turn % len(orders)]
            shop.tell(change(order), f"Order-{order}", wait=20)

        for reshard in (shop.split, shop.merge, shop.split):
            working = [pool.submit(work, turn) for turn in range(24)]
            reshard()
            for one in working:
                one.result()
        until(shop.read_up, "the reader comes to the end of every shard")
    assert parents_are_first(shop)
    assert findings(shop)[0] == []
    assert len({raw.shard for raw in shop.records()}) >= 3
    assert sum(told.outcome == "accepted" for told in shop.told) > 50


def test_a_child_that_is_read_before_its_parent_is_held_and_never_silently_wrong(shop: Shop) -> None:
    """The reader's input is in a wrong order: what it cannot know is held, and repaired from the stream."""
    with shop.reading():
        orders = placed(shop, 8, wait=60)
        until(shop.read_up, "the reader comes to the end")
    for order in orders[:4]:
        shop.tell(change(order), f"Order-{order}")
    twice = [str(uuid4()) for _ in range(4)]
    for order in twice:
        shop.tell(place(order), f"Order-{order}")
    shop.split()
    for order in (*orders, *twice):
        losing = change(order) if order in orders else place(order)
        shop.tell(losing, f"Order-{order}")
    for name in ("ordering-ledger", "ordering-order-summary", "ordering-customer-totals"):
        shop.cloud.wipe(name)
    shop.cloud.wipe("ordering-customer-totals-cursors")

    read = functions.reader(SERVICE, ENVIRONMENT, "orders")
    by_shard: dict[str, list[Raw]] = {}
    for raw in shop.records():
        by_shard.setdefault(raw.shard, []).append(raw)
    for shard in sorted(by_shard, reverse=True):  # the children before the parent
        read(event(by_shard[shard]), None)

    log = checker.judged(shop.records())
    held = {i["pk"] for i in shop.cloud.table("ordering-ledger") if i.get("status") == "held"}
    assert held == log.histories.keys()
    repair = functions.repair(SERVICE, ENVIRONMENT)
    results = {key: repair({"key": key}, None) for key in sorted(held)}
    assert {r["ledger"] for r in results.values()} == {r["OrderSummary"] for r in results.values()} == {"ok"}
    # Sums over many keys in which a loser was counted cannot be put right key by key: that is told, ...
    wrong = {key for key, r in results.items() if r["CustomerTotals"] == "diverged"}
    assert wrong == {f"Order-{order}" for order in twice}
    # ... and they are folded anew, from all that is known, in the order of the log.
    shop.cloud.wipe("ordering-customer-totals")
    shop.cloud.wipe("ordering-customer-totals-cursors")
    for shard in sorted(by_shard):
        assert read(event(by_shard[shard]), None) == {"batchItemFailures": []}
    assert findings(shop)[0] == []
