# Generated from specs/. Do not edit: change the spec, then generate again.
"""The read models of the payments service, each with the fold that makes its rows."""

from __future__ import annotations

from specfold import Event, Key, KeyValue, View, fill_missing_handlers, key_value

from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested
from generated.payments.handlers import PaymentStatusProjection
from generated.payments.read_models import PaymentStatus
from handwritten.payments import payment_status


def _payment_status(projection: PaymentStatusProjection) -> View[PaymentStatus]:
    """Where a payment stands."""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case PaymentRequested() | PaymentCaptured() | PaymentDeclined():
                return (key_value(event.payment_id),)
        raise LookupError(type(event).__name__)

    def fold(row: PaymentStatus | None, event: Event) -> PaymentStatus | None:
        match event:
            case PaymentRequested():
                return projection.on_payment_requested(row, event)
            case PaymentCaptured():
                return projection.on_payment_captured(row, event)
            case PaymentDeclined():
                return projection.on_payment_declined(row, event)
        return row

    return View(
        name="PaymentStatus",
        key=Key("paymentId"),
        indexes={"byOrder": Key("orderId", "requestedAt")},
        kinds={"requestedAt": "date-time"},
        events=(PaymentRequested, PaymentCaptured, PaymentDeclined),
        per_aggregate=True,
        row=PaymentStatus,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(payment_status, PaymentStatusProjection)
PAYMENT_STATUS = _payment_status(payment_status)
