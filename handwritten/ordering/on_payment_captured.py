"""Whenever a payment is captured, confirm the order it pays for."""

from __future__ import annotations

from collections.abc import Sequence

from generated.ordering.commands import ConfirmOrder
from generated.ordering.values import Money
from generated.payments.events import PaymentCaptured


def on_payment_captured(event: PaymentCaptured, /) -> Sequence[ConfirmOrder]:
    """Whether the amount is right is for the order to decide."""
    paid = Money.from_wire(event.captured.to_wire())
    return [ConfirmOrder(order_id=event.order_id, payment_id=event.payment_id, paid=paid)]
