"""How facts written by older versions read today."""

from __future__ import annotations

from generated.ordering.events import OrderPlaced, OrderPlacedV1
from generated.ordering.values import OrderLine


def order_placed_v1(event: OrderPlacedV1, /) -> OrderPlaced:
    """Until 2025 an order was one sum, with no lines and no address: read as one line that costs it all."""
    return OrderPlaced(
        order_id=event.order_id,
        customer_id=event.customer_id,
        email=event.email,
        lines=[OrderLine(sku="BEFORE-2026", quantity=1, unit_price=event.total)],
        total=event.total,
        placed_at=event.placed_at,
    )
