# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the payments service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, Decision, fill_missing_handlers

from generated.payments.commands import CapturePayment, DeclinePayment, RequestPayment
from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested
from generated.payments.handlers import PaymentDecider
from handwritten.payments import payment

S = TypeVar("S")


def _payment(decider: PaymentDecider[S]) -> Aggregate[S]:
    """One payment for one order."""
    return Aggregate(
        name="Payment",
        identity="paymentId",
        channel="payments",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(PaymentCaptured, PaymentDeclined, PaymentRequested),
    )


fill_missing_handlers(payment, PaymentDecider)
PAYMENT = _payment(payment)

REQUEST_PAYMENT = Decision(
    name="requestPayment",
    command=RequestPayment,
    aggregate=PAYMENT,
    decide=payment.request_payment,
    creates=True,
)
CAPTURE_PAYMENT = Decision(
    name="capturePayment", command=CapturePayment, aggregate=PAYMENT, decide=payment.capture_payment
)
DECLINE_PAYMENT = Decision(
    name="declinePayment", command=DeclinePayment, aggregate=PAYMENT, decide=payment.decline_payment
)
