# Generated from specs/. Do not edit: change the spec, then generate again.
"""The policies of the ordering service: whenever this has happened, ask for that."""

from __future__ import annotations

from collections.abc import Sequence

from specfold import Command, Event, Policy, fill_missing_handlers

from generated.ordering.decisions import CANCEL_ORDER, CONFIRM_ORDER
from generated.ordering.handlers import OnPaymentCaptured, OnPaymentDeclined
from generated.payments.events import PaymentCaptured, PaymentDeclined
from generated.payments.reading import CATALOG as PAYMENTS_CATALOG
from handwritten.ordering import on_payment_captured, on_payment_declined


def _on_payment_captured(policy: OnPaymentCaptured) -> Policy:
    """Whenever a payment is captured, confirm the order it pays for."""

    def react(event: Event) -> Sequence[Command]:
        match event:
            case PaymentCaptured():
                return policy.on_payment_captured(event)
        return ()

    return Policy(
        name="onPaymentCaptured",
        channel="payments",
        catalog=PAYMENTS_CATALOG,
        events=(PaymentCaptured,),
        react=react,
        issues=(CONFIRM_ORDER,),
    )


fill_missing_handlers(on_payment_captured, OnPaymentCaptured)
ON_PAYMENT_CAPTURED = _on_payment_captured(on_payment_captured)


def _on_payment_declined(policy: OnPaymentDeclined) -> Policy:
    """Whenever a payment is declined, cancel the order it was for."""

    def react(event: Event) -> Sequence[Command]:
        match event:
            case PaymentDeclined():
                return policy.on_payment_declined(event)
        return ()

    return Policy(
        name="onPaymentDeclined",
        channel="payments",
        catalog=PAYMENTS_CATALOG,
        events=(PaymentDeclined,),
        react=react,
        issues=(CANCEL_ORDER,),
    )


fill_missing_handlers(on_payment_declined, OnPaymentDeclined)
ON_PAYMENT_DECLINED = _on_payment_declined(on_payment_declined)
