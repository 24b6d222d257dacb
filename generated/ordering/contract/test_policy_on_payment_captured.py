# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What the policy onPaymentCaptured promises: the same commands for the same event, once.

Whenever a payment is captured, confirm the order it pays for.
"""

from __future__ import annotations

from specfold.testing.contract import PolicyPromise

from generated.ordering.service import SERVICE
from generated.payments.contract.test_event_payment_captured import PAYMENT_CAPTURED

ON_PAYMENT_CAPTURED = PolicyPromise(
    service=SERVICE,
    name="onPaymentCaptured",
    events=(PAYMENT_CAPTURED,),
    issues=("confirmOrder",),
)


def test_on_payment_captured_answers_with_commands_it_may_issue() -> None:
    ON_PAYMENT_CAPTURED.reacts()


def test_on_payment_captured_acts_once_however_often_an_event_is_read() -> None:
    ON_PAYMENT_CAPTURED.acts_once()
