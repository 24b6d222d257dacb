"""What the shop's tables and policies must say of a log: the example services, folded a second time.

Plain JSON in, plain rows out; no handler of `handwritten/` takes part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.faults.checker import Commit, Judged, Told, kind, once_each

Row = dict[str, Any]
COUNTED = {"OrderPlaced": "placed", "OrderConfirmed": "confirmed", "OrderCancelled": "cancelled"}
SETTLED = {"PaymentCaptured": "captured", "PaymentDeclined": "declined"}
CLOSED = frozenset({"OrderConfirmed", "OrderCancelled"})
CLOSING = CLOSED | SETTLED.keys()


def command_id(service: str, operation: str, subject: str, id: str, key: str) -> str:
    """The command id that an Idempotency-Key stands for."""
    commands = uuid5(NAMESPACE_URL, "urn:specfold:commands")
    return str(uuid5(commands, "\x1f".join((service, operation, subject, id, key))))


def payment_of(order: str) -> str:
    """The one payment of an order."""
    return str(uuid5(UUID("4a7e0c9a-3d6c-5f0e-9a3b-0d5e6b7c8f91"), order))


def _events(log: Judged) -> Iterator[tuple[str, Row]]:
    return ((kind(event), dict(event["data"])) for commit in log.commits for event in commit.events)


def order_summaries(log: Judged) -> Mapping[str, Row]:
    """OrderSummary, by order."""
    rows: dict[str, Row] = {}
    for name, data in _events(log):
        if name == "OrderPlaced":
            taken = ("orderId", "customerId", "total", "placedAt", "email", "deliverTo")
            rows[data["orderId"]] = {member: data[member] for member in taken} | {"status": "placed"}
            continue
        row = rows[data["orderId"]]
        if name == "DeliveryAddressChanged":
            row["deliverTo"] = data["deliverTo"]
        elif name == "OrderConfirmed":
            row["status"] = "confirmed"
        elif name == "OrderCancelled":
            row |= {"status": "cancelled", "cancelledBecause": data["reason"]}
    return rows


def order_at(key: str, history: Sequence[Commit]) -> Row | None:
    """The row of one order after these commits of it."""
    return next(iter(order_summaries(Judged(histories={key: list(history)})).values()), None)


def refuses(told: Told, history: Sequence[Commit]) -> bool:
    """Whether a command may be answered so after these commits of its aggregate."""
    names = {name for commit in history for name in commit.kinds}
    is_open = bool(names) and not names & CLOSING
    refusable = {
        "precondition-failed": told.only_if is not None and told.only_if != len(history),
        "conflict": bool(history),  # it lost three races
        "no-total": not history,
        "already-placed": bool(history),
        "unknown-order": not history,
        "unknown-payment": not history,
        "no-longer-open": bool(history) and not is_open,
        "already-settled": bool(history) and not is_open,
    }
    return refusable.get(told.code, False)


def customer_totals(log: Judged) -> Mapping[str, Row]:
    """CustomerTotals, by customer."""
    rows: dict[str, Row] = {}
    for name, data in _events(log):
        if name not in COUNTED:
            continue
        member = COUNTED[name]
        new = {"customerId": data["customerId"], "placed": 0, "confirmed": 0, "cancelled": 0, "spent": {}}
        row = rows.setdefault(data["customerId"], new)
        row[member] += 1
        if name == "OrderConfirmed":
            money = data["total"]
            row["spent"][money["currency"]] = row["spent"].get(money["currency"], 0) + money["amount"]
    return rows


def payment_statuses(log: Judged) -> Mapping[str, Row]:
    """PaymentStatus, by payment."""
    rows: dict[str, Row] = {}
    for name, data in _events(log):
        if name == "PaymentRequested":
            rows[data["paymentId"]] = data | {"status": "requested"}
        else:
            rows[data["paymentId"]]["status"] = SETTLED[name]
    return rows


def legal(orders: Judged, payments: Judged) -> Iterator[str]:
    """Each decision was taken on the state it was applied to: no history holds what it must refuse."""
    for log, first, last in (
        (orders, "OrderPlaced", CLOSED),
        (payments, "PaymentRequested", set(SETTLED)),
    ):
        for key, history in log.histories.items():
            names = list(chain.from_iterable(commit.kinds for commit in history))
            if names and (names[0] != first or first in names[1:] or last & set(names[:-1])):
                yield f"not serialisable: {key} is {names}"


def policies(orders: Judged, payments: Judged) -> Iterator[str]:
    """An order that was placed is one payment; a payment that is settled settles its order, once."""
    placed, closed = _ids(orders, "OrderPlaced"), _closed(orders)
    yield from once_each("an order, one payment", placed, _ids(payments, "PaymentRequested"))
    for order in _ids(payments, *SETTLED):
        if order not in closed:
            yield f"policy: {order} is still open, and its payment is settled"
    captured = {e["data"]["paymentId"] for e in _all(payments) if kind(e) == "PaymentCaptured"}
    confirmed = [e["data"]["paymentId"] for e in _all(orders) if kind(e) == "OrderConfirmed"]
    if not captured.issuperset(confirmed) or len(confirmed) != len(set(confirmed)):
        yield "policy: an order was confirmed without its payment, or twice"


def _closed(orders: Judged) -> set[str]:
    return set(_ids(orders, "OrderConfirmed", "OrderCancelled"))


def _all(log: Judged) -> Iterator[Mapping[str, Any]]:
    return chain.from_iterable(commit.events for commit in log.commits)


def _ids(log: Judged, *names: str) -> list[str]:
    return [event["data"]["orderId"] for event in _all(log) if kind(event) in names]


def races(log: Judged) -> Mapping[str, int]:
    """How many records lost, by key; so that a test can tell that there were races at all."""
    lost: dict[str, int] = defaultdict(int)
    for raw in log.void:
        lost[raw.key] += 1
    return lost


def longest(log: Judged) -> Sequence[Commit]:
    """The longest history."""
    return max(log.histories.values(), key=len, default=[])
