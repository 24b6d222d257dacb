"""What functions measure, by what they are for: an alarm on what none of them says would never ring."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from specfold.aws import functions
from specfold.aws.log_store import KinesisLog
from specfold.deploy.signal_rules import SIGNALS
from specfold.eventlog.commit import Head
from specfold.local.events import kinesis_event
from specfold.local.shards import Record
from specfold.messaging import UnreadableMessage
from specfold.telemetry.signals import METRICS
from specfold.testing import commit_data

from tests.aws.test_functions import ENVIRONMENT, NOW, Cloud, _mended, cloud_of_shop
from tests.runtime import shop

__all__ = ["_mended", "cloud_of_shop"]  # fixtures
ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/any"
NINE = datetime(2026, 1, 31, 9, tzinfo=UTC)


class Unreadable:
    """A consumer that is handed what it cannot read."""

    name = "onNews"
    channel = SimpleNamespace(address="news")

    def __call__(self, _message: Any) -> None:
        raise UnreadableMessage("a message on news is no JSON")


def record(key: str, data: bytes, number: int, shard: str = "shardId-0") -> Record:
    return Record(shard, str(number), key, data, 1_700_000_000.0 + number)


def commit(key: str, head: Head, *events: Any, id: str | None = None) -> bytes:
    return commit_data(key, head, *events, commit=id or str(uuid.uuid4()))


def history(key: str, event: Any) -> list[list[Record]]:
    """Two batches: a commit, its loser and no commit at all; then what another shard had before."""
    first = record(key, commit(key, Head(), event), 2)
    late = record(key, commit(key, Head(7, "nobody's"), event), 1, shard="shardId-1")
    return [[first, replace(first, sequence="3"), record(key, b"no commit", 4)], [late]]


def handed(function: Any, records: list[Record]) -> Callable[[], Any]:
    return lambda: function(kinesis_event(records, ARN), None)


def measured(caplog: pytest.LogCaptureFixture, *works: Callable[[], Any]) -> set[str]:
    """The metrics that are told meanwhile."""
    caplog.clear()
    for work in works:
        work()
    return {name for told in caplog.records for name in getattr(told, "measures", {})}


def test_every_alarm_on_what_functions_say_has_one_that_says_it(
    cloud_of_shop: Cloud, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    cloud = cloud_of_shop
    order = history("Order-x", shop.OrderPlaced(order_id="x", customer_id="c", placed_at=NINE))
    payment = history("Payment-x", shop.PaymentCaptured(order_id="nobody"))

    class NewerOrder(shop.Event, type="OrderPlaced", version=3):
        """An order in a version that the shop does not know."""

    class NewerPayment(shop.Event, type="PaymentCaptured", version=2):
        """A payment in a version that the shop does not know."""

    order += history("Order-y", NewerOrder())
    payment += history("Payment-y", NewerPayment())

    def waiting() -> None:
        log = KinesisLog(cloud.aws.kinesis, cloud.names["ORDERS_STREAM"], 0)
        log.put("Order-z", commit("Order-z", Head(), NewerOrder()))
        assert cloud.repair({"key": "Order-z"}, None)["ledger"] == "newer"

    def failing() -> None:
        monkeypatch.delenv("ORDER_SUMMARY_TABLE")
        assert cloud.call("GET", "/orders/o1")["statusCode"] == 503
        monkeypatch.setenv("ORDER_SUMMARY_TABLE", cloud.names["ORDER_SUMMARY_TABLE"])

    def unmended() -> None:
        shop.broken.add("summary")
        assert cloud.repair({"key": "Order-o1"}, None)["OrderSummary"] == "parked"
        shop.broken.clear()

    def undermined() -> None:
        cloud.aws.dynamodb.update_item(
            TableName=cloud.names["LEDGER_TABLE"],
            Key={"pk": {"S": "Order-o1"}},
            UpdateExpression="SET version = version + :one, top = :top",
            ExpressionAttributeValues={":one": {"N": "1"}, ":top": {"S": "a commit that is nowhere"}},
        )
        cloud.audit(NOW | {"whole": True}, None)

    def refused(table: str, function: Any, records: list[Record]) -> Callable[[], Any]:
        def read() -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(table, "no-such-table")
                function(kinesis_event(records, ARN), None)

        return read

    reader = functions.reader(shop.SERVICE, ENVIRONMENT, "orders")
    policy = functions.policy(shop.SERVICE, ENVIRONMENT, "onPaymentCaptured")
    unread = refused("LEDGER_TABLE", reader, order[0])
    unheard = refused("POLICY_CURSORS_TABLE", policy, payment[0])

    said = {
        "api": measured(
            caplog,
            lambda: cloud.call("POST", "/orders", {"orderId": "o1", "customerId": "a"}, prefer="wait=1"),
            cloud.read,
            failing,
        ),
        "reader": measured(caplog, *(handed(cloud.reader, records) for records in order), unread),
        "policy": measured(caplog, *(handed(cloud.policy, records) for records in payment), unheard),
        "consumer": measured(
            caplog, handed(functions.consumer(Unreadable()), order[0])  # type: ignore[arg-type]  # as good as one
        ),
        "repair": measured(caplog, unmended, waiting),
        "audit": measured(caplog, undermined),
    }  # fmt: skip
    for purpose, rules in SIGNALS.items():
        assert {rule.metric for rule in rules} <= said[purpose], purpose
        assert {rule.namespace for rule in rules} == {"Specfold"}
    assert set().union(*said.values()) <= set(METRICS)


def test_a_reader_tells_the_ids_of_every_commit_it_takes(
    cloud_of_shop: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    cloud = cloud_of_shop
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    for n in range(3):
        sent = {"x_correlation_id": f"corr-{n}", "traceparent": trace}
        answer = cloud.call("POST", "/orders", {"orderId": f"o{n}", "customerId": "c"}, **sent)
        assert answer["statusCode"] == 202
    with caplog.at_level(logging.INFO):
        cloud.read()
    facts = [told.facts for told in caplog.records if getattr(told, "signal", "") == "read"]  # type: ignore[attr-defined]  # a fact of ours
    assert {fact["reader"] for fact in facts} == {"ledger", "OrderSummary", "CustomerTotals"}
    for fact in facts:
        told = {one["key"]: one for one in fact["commits"]}
        assert sorted(told) == ["Order-o0", "Order-o1", "Order-o2"]
        assert [told[f"Order-o{n}"]["correlation"] for n in range(3)] == ["corr-0", "corr-1", "corr-2"]
        assert {(one["trace"], one["version"]) for one in told.values()} == {(trace, 1)}
