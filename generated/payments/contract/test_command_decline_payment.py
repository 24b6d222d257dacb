# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What declinePayment promises to its callers: POST /payments/{paymentId}/decline

The bank says no.
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter, Security
from specfold.testing.contract import (
    Broken,
    CommandPromise,
    Members,
    broken_requests,
)

from generated.payments.commands import AlreadySettled, UnknownPayment
from generated.payments.contract import BODIES
from generated.payments.events import PaymentDeclined
from generated.payments.service import SERVICE
from handwritten.payments import scenarios

DECLINE_PAYMENT = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="declinePayment",
        method="POST",
        path="/payments/{paymentId}/decline",
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    answers={
        "200": (),
        "202": (),
        "400": ("application/problem+json",),
        "404": ("application/problem+json",),
        "409": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=({"because": "card-expired", "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d"},),
    emits=(PaymentDeclined,),
)

MEMBERS: Members = {
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
    "/because": {
        "required": True,
        "type": "string",
        "enum": ("insufficient-funds", "card-expired", "fraud-suspected"),
    },
}


@pytest.mark.parametrize("promise", broken_requests(DECLINE_PAYMENT.route, MEMBERS), ids=str)
def test_decline_payment_must_refuse(promise: Broken) -> None:
    DECLINE_PAYMENT.refuses(promise)


def test_decline_payment_refuses_strangers() -> None:
    DECLINE_PAYMENT.refuses_strangers()


def test_decline_payment_refuses_a_token_without_its_scopes() -> None:
    DECLINE_PAYMENT.refuses_without_scopes()


def test_decline_payment_refuses_a_body_it_cannot_read() -> None:
    DECLINE_PAYMENT.refuses_other_content()


def test_decline_payment_gives_any_valid_request_a_documented_answer() -> None:
    DECLINE_PAYMENT.answers_any()


def test_decline_payment_lets_payment_declined_happen() -> None:
    DECLINE_PAYMENT.happens(scenarios.decline_payment_emits_payment_declined, PaymentDeclined)


def test_decline_payment_tells_where_its_outcome_will_stand() -> None:
    DECLINE_PAYMENT.answers_later(scenarios.decline_payment_emits_payment_declined)


def test_decline_payment_acts_once_when_it_is_sent_again() -> None:
    DECLINE_PAYMENT.acts_once(scenarios.decline_payment_emits_payment_declined)


def test_decline_payment_answers_404_unknown_payment() -> None:
    DECLINE_PAYMENT.refused(scenarios.decline_payment_is_refused_as_unknown_payment, UnknownPayment, 404)


def test_decline_payment_answers_409_already_settled() -> None:
    DECLINE_PAYMENT.refused(scenarios.decline_payment_is_refused_as_already_settled, AlreadySettled, 409)
