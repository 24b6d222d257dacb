# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What confirmOrder promises to its callers: PUT /orders/{orderId}/confirmation

Confirm an order that is paid for.
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

from generated.ordering.commands import NoLongerOpen, UnknownOrder, WrongAmount
from generated.ordering.contract import BODIES
from generated.ordering.events import OrderConfirmed
from generated.ordering.service import SERVICE
from handwritten.ordering import scenarios

CONFIRM_ORDER = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="confirmOrder",
        method="PUT",
        path="/orders/{orderId}/confirmation",
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:admin",)),),
    ),
    answers={
        "200": (),
        "202": (),
        "400": ("application/problem+json",),
        "404": ("application/problem+json",),
        "409": ("application/problem+json",),
        "422": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=(
        {
            "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d",
            "paid": {"amount": 4699, "currency": "EUR"},
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
        },
    ),
    emits=(OrderConfirmed,),
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
    "/paid": {"required": True, "type": "object"},
    "/paid/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/paid/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
}


@pytest.mark.parametrize("promise", broken_requests(CONFIRM_ORDER.route, MEMBERS), ids=str)
def test_confirm_order_must_refuse(promise: Broken) -> None:
    CONFIRM_ORDER.refuses(promise)


def test_confirm_order_refuses_strangers() -> None:
    CONFIRM_ORDER.refuses_strangers()


def test_confirm_order_refuses_a_token_without_its_scopes() -> None:
    CONFIRM_ORDER.refuses_without_scopes()


def test_confirm_order_refuses_a_body_it_cannot_read() -> None:
    CONFIRM_ORDER.refuses_other_content()


def test_confirm_order_gives_any_valid_request_a_documented_answer() -> None:
    CONFIRM_ORDER.answers_any()


def test_confirm_order_lets_order_confirmed_happen() -> None:
    CONFIRM_ORDER.happens(scenarios.confirm_order_emits_order_confirmed, OrderConfirmed)


def test_confirm_order_tells_where_its_outcome_will_stand() -> None:
    CONFIRM_ORDER.answers_later(scenarios.confirm_order_emits_order_confirmed)


def test_confirm_order_acts_once_when_it_is_sent_again() -> None:
    CONFIRM_ORDER.acts_once(scenarios.confirm_order_emits_order_confirmed)


def test_confirm_order_answers_404_unknown_order() -> None:
    CONFIRM_ORDER.refused(scenarios.confirm_order_is_refused_as_unknown_order, UnknownOrder, 404)


def test_confirm_order_answers_409_no_longer_open() -> None:
    CONFIRM_ORDER.refused(scenarios.confirm_order_is_refused_as_no_longer_open, NoLongerOpen, 409)


def test_confirm_order_answers_422_wrong_amount() -> None:
    CONFIRM_ORDER.refused(scenarios.confirm_order_is_refused_as_wrong_amount, WrongAmount, 422)
