# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What getPayment promises to its callers: GET /payments/{paymentId}

Where a payment stands.
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter, Security
from specfold.testing.contract import (
    Broken,
    Members,
    QueryPromise,
    broken_requests,
)

from generated.payments.contract import BODIES
from generated.payments.contract.test_projection_payment_status import PAYMENT_STATUS
from generated.payments.service import SERVICE

GET_PAYMENT = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getPayment",
        method="GET",
        path="/payments/{paymentId}",
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        security=(Security(scheme="shop", scopes=("payments:read",)),),
    ),
    answers={"200": ("application/json",), "404": ("application/problem+json",)},
    bodies=BODIES,
    examples=({"paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d"},),
    projection=PAYMENT_STATUS,
    key=("paymentId",),
)

MEMBERS: Members = {
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_PAYMENT.route, MEMBERS), ids=str)
def test_get_payment_must_refuse(promise: Broken) -> None:
    GET_PAYMENT.refuses(promise)


def test_get_payment_refuses_strangers() -> None:
    GET_PAYMENT.refuses_strangers()


def test_get_payment_refuses_a_token_without_its_scopes() -> None:
    GET_PAYMENT.refuses_without_scopes()


def test_get_payment_answers_404_for_what_is_not_there() -> None:
    GET_PAYMENT.finds_nothing()


def test_get_payment_answers_with_the_row_that_events_made() -> None:
    GET_PAYMENT.finds_the_row()


def test_get_payment_waits_for_the_version_it_is_asked_for() -> None:
    GET_PAYMENT.waits_for_a_version()
