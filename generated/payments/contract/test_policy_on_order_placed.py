# Generated from specs/asyncapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What the policy onOrderPlaced promises: the same commands for the same event, once.

Whenever an order is placed, ask for its payment.
"""

from __future__ import annotations

from specfold.testing.contract import PolicyPromise

from generated.ordering.contract.test_event_order_placed import ORDER_PLACED
from generated.payments.service import SERVICE

ON_ORDER_PLACED = PolicyPromise(
    service=SERVICE,
    name="onOrderPlaced",
    events=(ORDER_PLACED,),
    issues=("requestPayment",),
)


def test_on_order_placed_answers_with_commands_it_may_issue() -> None:
    ON_ORDER_PLACED.reacts()


def test_on_order_placed_acts_once_however_often_an_event_is_read() -> None:
    ON_ORDER_PLACED.acts_once()
