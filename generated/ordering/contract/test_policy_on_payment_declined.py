# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What the policy onPaymentDeclined promises: the same commands for the same event, once.

Whenever a payment is declined, cancel the order it was for.
"""

from __future__ import annotations

from specfold.testing.contract import PolicyPromise

from generated.ordering.service import SERVICE
from generated.payments.contract.test_event_payment_declined import PAYMENT_DECLINED

ON_PAYMENT_DECLINED = PolicyPromise(
    service=SERVICE,
    name="onPaymentDeclined",
    events=(PAYMENT_DECLINED,),
    issues=("cancelOrder",),
)


def test_on_payment_declined_answers_with_commands_it_may_issue() -> None:
    ON_PAYMENT_DECLINED.reacts()


def test_on_payment_declined_acts_once_however_often_an_event_is_read() -> None:
    ON_PAYMENT_DECLINED.acts_once()
