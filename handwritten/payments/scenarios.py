"""When what happens, and when what is refused: a scenario for every event and every rejection.

The contract tests play them over HTTP and hold the answers against the specs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from specfold.testing import Scenario

from generated.payments.commands import CapturePayment, DeclinePayment, RequestPayment
from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested
from generated.payments.values import Money, MoneyCurrency

PAYMENT: Final = "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d"
ORDER: Final = "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"
TOTAL: Final = {"amount": 4699, "currency": "EUR"}
TEN: Final = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)

REQUEST: Final = RequestPayment.from_wire({"paymentId": PAYMENT, "orderId": ORDER, "total": TOTAL})
CAPTURE: Final = CapturePayment(payment_id=UUID(PAYMENT))
DECLINE: Final = DeclinePayment.from_wire({"paymentId": PAYMENT, "because": "card-expired"})

REQUESTED: Final = PaymentRequested.from_wire(
    {"paymentId": PAYMENT, "orderId": ORDER, "total": TOTAL, "requestedAt": "2026-01-31T10:00:00Z"}
)
CAPTURED: Final = PaymentCaptured.from_wire(
    {"paymentId": PAYMENT, "orderId": ORDER, "captured": TOTAL, "capturedAt": "2026-01-31T10:00:00Z"}
)
DECLINED: Final = PaymentDeclined.from_wire(
    {"paymentId": PAYMENT, "orderId": ORDER, "because": "card-expired", "declinedAt": "2026-01-31T10:00:00Z"}
)


def request_payment_emits_payment_requested() -> Scenario:
    """An order wants its money."""
    return Scenario(when=REQUEST, at=TEN, then=[REQUESTED])


def request_payment_is_refused_as_already_requested() -> Scenario:
    """Somebody asks for another amount under the same id."""
    more = REQUEST.model_copy(update={"total": Money(amount=9999, currency=MoneyCurrency.EUR)})
    return Scenario(given=[REQUESTED], when=more)


def capture_payment_emits_payment_captured() -> Scenario:
    """All of it is taken."""
    return Scenario(given=[REQUESTED], when=CAPTURE, at=TEN, then=[CAPTURED])


def capture_payment_is_refused_as_unknown_payment() -> Scenario:
    """Nobody has asked for it."""
    return Scenario(when=CAPTURE)


def capture_payment_is_refused_as_already_settled() -> Scenario:
    """The bank has said no."""
    return Scenario(given=[REQUESTED, DECLINED], when=CAPTURE)


def decline_payment_emits_payment_declined() -> Scenario:
    """The card is too old."""
    return Scenario(given=[REQUESTED], when=DECLINE, at=TEN, then=[DECLINED])


def decline_payment_is_refused_as_unknown_payment() -> Scenario:
    """Nobody has asked for it."""
    return Scenario(when=DECLINE)


def decline_payment_is_refused_as_already_settled() -> Scenario:
    """The money is taken."""
    return Scenario(given=[REQUESTED, CAPTURED], when=DECLINE)
