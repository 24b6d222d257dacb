# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What requestPayment promises to its callers: POST /payments

Ask for the payment of an order.
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Security
from specfold.testing.contract import (
    Broken,
    CommandPromise,
    Members,
    broken_requests,
)

from generated.payments.commands import AlreadyRequested
from generated.payments.contract import BODIES
from generated.payments.events import PaymentRequested
from generated.payments.service import SERVICE
from handwritten.payments import scenarios

REQUEST_PAYMENT = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="requestPayment",
        method="POST",
        path="/payments",
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    answers={
        "201": (),
        "202": (),
        "400": ("application/problem+json",),
        "409": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=(
        {
            "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d",
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "total": {"amount": 4699, "currency": "EUR"},
        },
    ),
    emits=(PaymentRequested,),
    success=201,
)

MEMBERS: Members = {
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/total": {"required": True, "type": "object"},
    "/total/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/total/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
}


@pytest.mark.parametrize("promise", broken_requests(REQUEST_PAYMENT.route, MEMBERS), ids=str)
def test_request_payment_must_refuse(promise: Broken) -> None:
    REQUEST_PAYMENT.refuses(promise)


def test_request_payment_refuses_strangers() -> None:
    REQUEST_PAYMENT.refuses_strangers()


def test_request_payment_refuses_a_token_without_its_scopes() -> None:
    REQUEST_PAYMENT.refuses_without_scopes()


def test_request_payment_refuses_a_body_it_cannot_read() -> None:
    REQUEST_PAYMENT.refuses_other_content()


def test_request_payment_gives_any_valid_request_a_documented_answer() -> None:
    REQUEST_PAYMENT.answers_any()


def test_request_payment_lets_payment_requested_happen() -> None:
    REQUEST_PAYMENT.happens(scenarios.request_payment_emits_payment_requested, PaymentRequested)


def test_request_payment_tells_where_its_outcome_will_stand() -> None:
    REQUEST_PAYMENT.answers_later(scenarios.request_payment_emits_payment_requested)


def test_request_payment_acts_once_when_it_is_sent_again() -> None:
    REQUEST_PAYMENT.acts_once(scenarios.request_payment_emits_payment_requested)


def test_request_payment_answers_409_already_requested() -> None:
    REQUEST_PAYMENT.refused(scenarios.request_payment_is_refused_as_already_requested, AlreadyRequested, 409)
