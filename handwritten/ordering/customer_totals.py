"""What a customer has ordered in all.

Orders of one customer have no order between them, so every fold here is a sum: it commutes.
"""

from __future__ import annotations

from generated.ordering.events import OrderCancelled, OrderConfirmed, OrderPlaced
from generated.ordering.read_models import CustomerTotals
from generated.ordering.values import CustomerId, Money


def on_order_placed(row: CustomerTotals | None, event: OrderPlaced, /) -> CustomerTotals:
    """One more was placed."""
    before = _begun(row, event.customer_id)
    return before.model_copy(update={"placed": before.placed + 1})


def on_order_confirmed(row: CustomerTotals | None, event: OrderConfirmed, /) -> CustomerTotals:
    """One more was paid for: only now is the money spent."""
    before = _begun(row, event.customer_id)
    return before.model_copy(
        update={"confirmed": before.confirmed + 1, "spent": _added(before.spent, event.total)}
    )


def on_order_cancelled(row: CustomerTotals | None, event: OrderCancelled, /) -> CustomerTotals:
    """One more was cancelled."""
    before = _begun(row, event.customer_id)
    return before.model_copy(update={"cancelled": before.cancelled + 1})


def _begun(row: CustomerTotals | None, customer_id: CustomerId) -> CustomerTotals:
    nothing = CustomerTotals(customer_id=customer_id, placed=0, confirmed=0, cancelled=0, spent={})
    return row or nothing


def _added(spent: dict[str, int], money: Money) -> dict[str, int]:
    """The sums by currency, with one more amount; sorted, so that the same sums are the same row."""
    total = spent.get(money.currency, 0) + money.amount
    return dict(sorted({**spent, str(money.currency): total}.items()))
