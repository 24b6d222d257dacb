"""How one order shows in the shop."""

from __future__ import annotations

from generated.ordering.events import DeliveryAddressChanged, OrderCancelled, OrderConfirmed, OrderPlaced
from generated.ordering.read_models import OrderSummary
from generated.ordering.values import OrderSummaryStatus as Status


def on_order_placed(_row: OrderSummary | None, event: OrderPlaced, /) -> OrderSummary:
    """The row begins."""
    return OrderSummary(
        order_id=event.order_id,
        customer_id=event.customer_id,
        status=Status.PLACED,
        total=event.total,
        placed_at=event.placed_at,
        email=event.email,
        deliver_to=event.deliver_to,
    )


def on_order_confirmed(row: OrderSummary | None, _event: OrderConfirmed, /) -> OrderSummary | None:
    """It will be fulfilled."""
    return row and row.model_copy(update={"status": Status.CONFIRMED})


def on_delivery_address_changed(
    row: OrderSummary | None, event: DeliveryAddressChanged, /
) -> OrderSummary | None:
    """It goes elsewhere."""
    return row and row.model_copy(update={"deliver_to": event.deliver_to})


def on_order_cancelled(row: OrderSummary | None, event: OrderCancelled, /) -> OrderSummary | None:
    """It stays visible, and says why it was cancelled."""
    return row and row.model_copy(update={"status": Status.CANCELLED, "cancelled_because": event.reason})
