"""Whenever a payment is declined, cancel the order it was for."""

from __future__ import annotations

from collections.abc import Sequence

from generated.ordering.commands import CancelOrder
from generated.ordering.values import CancellationReason
from generated.payments.events import PaymentDeclined


def on_payment_declined(event: PaymentDeclined, /) -> Sequence[CancelOrder]:
    """Without money there is no order. If it is closed already, the order refuses, and that is fine."""
    return [CancelOrder(order_id=event.order_id, reason=CancellationReason.PAYMENT_DECLINED)]
