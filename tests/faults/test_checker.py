"""The checker finds what is wrong: each planted fault is reported, and a right log is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.faults import checker, sessions, shop
from tests.faults.checker import Judged, Raw, Seen, Told

ORDER, OTHER = "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11", "11111111-4b1f-4d0c-9a53-0a3f5f0b7a11"
MONEY = {"amount": 850, "currency": "EUR"}


def record(seq: int, key: str, base: int, name: str, parent: str | None, **data: Any) -> Raw:
    event = {
        "type": f"{name}.v1",
        "partitionkey": key,
        "commitid": f"c{seq}",
        "commitbase": base,
        "commandid": f"command{seq}",
        "commitindex": 0,
        "commitcount": 1,
        "data": data,
    } | ({"commitparent": parent} if parent else {})
    return Raw("shard", seq, key, json.dumps([event]).encode())


def placed(seq: int, order: str) -> Raw:
    members = {"orderId": order, "customerId": "ada", "total": MONEY, "placedAt": "t", "email": "e"}
    return record(seq, f"Order-{order}", 0, "OrderPlaced", None, **members, deliverTo="here")


def cancelled(seq: int, order: str, base: int, parent: str) -> Raw:
    members = {"orderId": order, "customerId": "ada", "reason": "changed-mind"}
    return record(seq, f"Order-{order}", base, "OrderCancelled", parent, **members)


def requested(seq: int, order: str) -> Raw:
    payment = shop.payment_of(order)
    members = {"paymentId": payment, "orderId": order, "total": MONEY, "requestedAt": "t"}
    return record(seq, f"Payment-{payment}", 0, "PaymentRequested", None, **members)


def told(seq: int, order: str, version: int, **more: Any) -> Told:
    settings: Any = {"outcome": "accepted", "status": 200, "sent": None, "ended": float(seq)} | more
    return Told(id=f"command{seq}", key=f"Order-{order}", operation="any", version=version, **settings)


LOG = [placed(1, ORDER), placed(2, ORDER), cancelled(3, ORDER, 1, "c1"), placed(4, OTHER)]
ORDERS = checker.judged(LOG)
PAYMENTS = checker.judged([requested(5, ORDER), requested(6, OTHER)])
TOLD = [told(1, ORDER, 1), told(3, ORDER, 2), told(2, ORDER, 0, outcome="refused", status=409)]


def items(log: Judged) -> Iterator[dict[str, Any]]:
    for key, history in log.histories.items():
        yield {"pk": key, "version": len(history), "top": history[-1].id, "status": "ok"}
        for commit in history:
            yield {"pk": f"cmd#{commit.command}", "version": commit.version, "commit": commit.id}


def test_a_right_log_has_no_findings() -> None:
    assert (ORDERS.findings, [raw.seq for raw in ORDERS.void]) == ([], [2])
    assert list(checker.commands(ORDERS, TOLD)) == []
    assert list(checker.real_time(TOLD)) == []
    assert list(checker.archive(LOG, [*LOG, LOG[0]])) == []
    assert list(checker.ledger(ORDERS, items(ORDERS))) == []
    assert list(shop.legal(ORDERS, PAYMENTS)) == []
    assert list(shop.policies(ORDERS, PAYMENTS)) == []
    assert shop.order_summaries(ORDERS)[ORDER]["status"] == "cancelled"
    assert shop.customer_totals(ORDERS)["ada"] == {
        "customerId": "ada",
        "placed": 2,
        "confirmed": 0,
        "cancelled": 1,
        "spent": {},
    }


def test_a_lost_record_is_found_by_the_chain_and_by_the_client() -> None:
    log = checker.judged([raw for raw in LOG if raw.seq != 3])
    assert log.findings == []  # the loss of a last commit escapes the chain
    assert any("lost" in finding for finding in checker.commands(log, TOLD))
    assert list(checker.ledger(log, items(ORDERS)))
    gap = checker.judged([raw for raw in LOG if raw.seq not in (1, 2)])
    assert gap.findings == [f"Order-{ORDER}: a commit on version 1, and the log shows 0"]


def test_a_loser_with_another_parent_is_not_crowned() -> None:
    log = checker.judged([placed(2, ORDER), cancelled(3, ORDER, 1, "c1")])
    assert len(log.findings) == 1


def test_a_command_with_two_effects_is_found() -> None:
    again = json.loads(cancelled(7, ORDER, 2, "c3").data)
    again[0]["commandid"] = "command3"
    log = checker.judged([*LOG, Raw("shard", 7, f"Order-{ORDER}", json.dumps(again).encode())])
    assert "twice: command3 is 2 commits" in list(checker.commands(log, TOLD))
    assert any("not serialisable" in finding for finding in shop.legal(log, PAYMENTS))


def test_answers_that_are_not_true_are_found() -> None:
    for wrong, word in (
        (told(1, ORDER, 1, outcome="refused", status=412), "refused with 412"),
        (told(9, ORDER, 3), "lost"),
        (told(1, ORDER, 2), "was acknowledged as version 2"),
        (told(3, ORDER, 2, only_if=0), "was bound to version 0"),
        (told(3, ORDER, 2, sent={"reason": "other"}), "with other members"),
        (told(9, ORDER, 1, idle=True, sent={"deliverTo": "there"}), "it was not so"),
    ):
        assert any(word in finding for finding in checker.commands(ORDERS, [wrong])), word
    assert list(checker.commands(ORDERS, [told(9, ORDER, 1, idle=True, sent={"deliverTo": "here"})])) == []


def test_a_version_that_goes_back_in_time_is_found() -> None:
    late = replace(told(1, ORDER, 1), began=10.0, ended=11.0)
    assert len(list(checker.real_time([late, told(3, ORDER, 2)]))) == 1


def seen(version: int, began: float = 10.0, **more: Any) -> Seen:
    row = shop.order_at(f"Order-{ORDER}", ORDERS.histories[f"Order-{ORDER}"][:version])
    members = {"by": "a", "asked": 0, "row": row, "ended": began + 0.1} | more
    return Seen(key=f"Order-{ORDER}", version=version, began=began, **members)


def test_reads_that_see_what_was_there_are_right() -> None:
    right = [seen(0, 0.5), seen(1, 2.0), seen(2, 10.0), seen(1, 11.0, by="b"), seen(2, 12.0, asked=2)]
    own = [told(1, ORDER, 1, by="a", began=0.8, ended=1.0), told(3, ORDER, 2, by="b", began=3.0, ended=11.5)]
    assert list(sessions.reads(ORDERS, right, own, shop.order_at)) == []


def test_reads_that_were_not_so_are_found() -> None:
    own = [told(1, ORDER, 1, by="a", ended=9.0), told(3, ORDER, 2, by="a", began=8.0, ended=9.0)]
    for wrong, word in (
        ([seen(1, asked=2)], "had asked for 2"),
        ([seen(1)], "had written 2 before"),
        ([seen(2, by="b"), seen(1, 11.0, by="b")], "had read 2 before"),
        ([replace(seen(2), version=3)], "the log ends at 2"),
        ([replace(seen(2), row=seen(1).row)], "saw another row"),
        ([replace(seen(2), row=None)], "saw another row"),
        ([seen(2, 1.0, by="b")], "nobody had asked for yet"),
    ):
        assert any(word in finding for finding in sessions.reads(ORDERS, wrong, own, shop.order_at)), word


@pytest.mark.parametrize(
    ("code", "only_if", "right"),
    [
        ("no-longer-open", None, [False, False, True]),
        ("already-placed", None, [False, True, True]),
        ("unknown-order", None, [True, False, False]),
        ("precondition-failed", 1, [True, False, True]),
        ("precondition-failed", 2, [True, True, False]),
        ("precondition-failed", None, [False, False, False]),
        ("whatever", None, [False, False, False]),
    ],
)
def test_a_refusal_without_a_reason_is_found(code: str, only_if: int | None, right: list[bool]) -> None:
    """Asked before, between, and after the two commits of an order."""
    two = [told(1, ORDER, 1, began=1.0, ended=2.0), told(3, ORDER, 2, began=5.0, ended=6.0)]
    for at, fine in zip((0.5, 3.0, 7.0), right, strict=True):
        times = {"began": at, "ended": at + 0.1}
        refused = told(8, ORDER, 0, outcome="refused", code=code, only_if=only_if, **times)
        assert (list(sessions.refusals(ORDERS, [*two, refused], shop.refuses)) == []) is fine, at


def test_a_refusal_while_the_reason_was_made_is_right() -> None:
    two = [told(1, ORDER, 1, began=1.0, ended=2.0), told(3, ORDER, 2, began=5.0, ended=6.0)]
    refused = told(8, ORDER, 0, outcome="refused", code="no-longer-open", began=5.4, ended=5.5)
    assert list(sessions.refusals(ORDERS, [*two, refused], shop.refuses)) == []


def test_an_archive_that_misses_invents_or_changes_is_found() -> None:
    assert len(list(checker.archive(LOG, LOG[1:]))) == 1
    assert len(list(checker.archive(LOG[1:], LOG))) == 1
    assert len(list(checker.archive(LOG, [replace(LOG[0], data=b"[]"), *LOG[1:]]))) == 1


def test_a_ledger_that_differs_is_found() -> None:
    right = list(items(ORDERS))
    assert list(checker.ledger(ORDERS, right[1:]))
    assert list(checker.ledger(ORDERS, [{**right[0], "top": "c2"}, *right[1:]]))
    assert list(checker.ledger(ORDERS, [{**right[0], "status": "held"}, *right[1:]]))
    assert list(checker.ledger(ORDERS, [*right, {"pk": "cmd#x", "version": 1, "commit": "c9"}]))
    assert list(checker.ledger(ORDERS, [*right, {"pk": "Order-x", "version": 1}]))


def test_rows_and_effects_that_differ_are_found() -> None:
    wanted = shop.order_summaries(ORDERS)
    assert list(checker.rows("table", wanted, {})) != []
    assert list(checker.rows("table", wanted, wanted)) == []
    for payments in ([requested(5, ORDER)], [requested(5, ORDER), requested(6, OTHER), requested(7, "x")]):
        assert list(shop.policies(ORDERS, checker.judged(payments)))


def test_records_that_are_no_commit_are_found() -> None:
    for data in (b"{", b"[]", b'[{"commitid": "c"}]', LOG[0].data.replace(b"Order-6", b"Order-7")):
        assert checker.judged([Raw("shard", 1, f"Order-{ORDER}", data)]).findings
