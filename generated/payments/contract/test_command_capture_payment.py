# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What capturePayment promises to its callers: POST /payments/{paymentId}/capture

The bank says the money is there; take it.
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
from generated.payments.events import PaymentCaptured
from generated.payments.service import SERVICE
from handwritten.payments import scenarios

CAPTURE_PAYMENT = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="capturePayment",
        method="POST",
        path="/payments/{paymentId}/capture",
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    answers={
        "200": (),
        "202": (),
        "404": ("application/problem+json",),
        "409": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=({"paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d"},),
    emits=(PaymentCaptured,),
)

MEMBERS: Members = {
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
}


@pytest.mark.parametrize("promise", broken_requests(CAPTURE_PAYMENT.route, MEMBERS), ids=str)
def test_capture_payment_must_refuse(promise: Broken) -> None:
    CAPTURE_PAYMENT.refuses(promise)


def test_capture_payment_refuses_strangers() -> None:
    CAPTURE_PAYMENT.refuses_strangers()


def test_capture_payment_refuses_a_token_without_its_scopes() -> None:
    CAPTURE_PAYMENT.refuses_without_scopes()


def test_capture_payment_gives_any_valid_request_a_documented_answer() -> None:
    CAPTURE_PAYMENT.answers_any()


def test_capture_payment_lets_payment_captured_happen() -> None:
    CAPTURE_PAYMENT.happens(scenarios.capture_payment_emits_payment_captured, PaymentCaptured)


def test_capture_payment_tells_where_its_outcome_will_stand() -> None:
    CAPTURE_PAYMENT.answers_later(scenarios.capture_payment_emits_payment_captured)


def test_capture_payment_acts_once_when_it_is_sent_again() -> None:
    CAPTURE_PAYMENT.acts_once(scenarios.capture_payment_emits_payment_captured)


def test_capture_payment_answers_404_unknown_payment() -> None:
    CAPTURE_PAYMENT.refused(scenarios.capture_payment_is_refused_as_unknown_payment, UnknownPayment, 404)


def test_capture_payment_answers_409_already_settled() -> None:
    CAPTURE_PAYMENT.refused(scenarios.capture_payment_is_refused_as_already_settled, AlreadySettled, 409)
