"""Whenever an order is placed, ask for its payment."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from generated.ordering.events import OrderPlaced
from generated.payments.commands import RequestPayment
from generated.payments.values import Money

# Payment ids are made from order ids: however often the event is read, it is one and the same payment.
PAYMENTS_OF_ORDERS = UUID("4a7e0c9a-3d6c-5f0e-9a3b-0d5e6b7c8f91")


def on_order_placed(event: OrderPlaced, /) -> Sequence[RequestPayment]:
    """One payment for one order."""
    payment_id = uuid5(PAYMENTS_OF_ORDERS, str(event.order_id))
    total = Money.from_wire(event.total.to_wire())
    return [RequestPayment(payment_id=payment_id, order_id=event.order_id, total=total)]
