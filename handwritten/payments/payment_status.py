"""Where a payment stands."""

from __future__ import annotations

from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested
from generated.payments.read_models import PaymentStatus
from generated.payments.values import PaymentStatusStatus as Status


def on_payment_requested(_row: PaymentStatus | None, event: PaymentRequested, /) -> PaymentStatus:
    """The row begins."""
    return PaymentStatus(
        payment_id=event.payment_id,
        order_id=event.order_id,
        status=Status.REQUESTED,
        total=event.total,
        requested_at=event.requested_at,
    )


def on_payment_captured(row: PaymentStatus | None, _event: PaymentCaptured, /) -> PaymentStatus | None:
    """The money is ours."""
    return row and row.model_copy(update={"status": Status.CAPTURED})


def on_payment_declined(row: PaymentStatus | None, _event: PaymentDeclined, /) -> PaymentStatus | None:
    """The money will not come."""
    return row and row.model_copy(update={"status": Status.DECLINED})
