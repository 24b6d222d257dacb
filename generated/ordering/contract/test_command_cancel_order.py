# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What cancelOrder promises to its callers: POST /orders/{orderId}/cancellation

Ask for an order to be cancelled.
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

from generated.ordering.commands import NoLongerOpen, UnknownOrder
from generated.ordering.contract import BODIES
from generated.ordering.events import OrderCancelled
from generated.ordering.service import SERVICE
from handwritten.ordering import scenarios

CANCEL_ORDER = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="cancelOrder",
        method="POST",
        path="/orders/{orderId}/cancellation",
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    answers={
        "200": (),
        "202": (),
        "400": ("application/problem+json",),
        "404": ("application/problem+json",),
        "409": ("application/problem+json",),
        "412": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=({"reason": "changed-mind", "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"},),
    emits=(OrderCancelled,),
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/reason": {
        "required": True,
        "type": "string",
        "enum": ("changed-mind", "payment-declined", "out-of-stock"),
    },
}


@pytest.mark.parametrize("promise", broken_requests(CANCEL_ORDER.route, MEMBERS), ids=str)
def test_cancel_order_must_refuse(promise: Broken) -> None:
    CANCEL_ORDER.refuses(promise)


def test_cancel_order_refuses_strangers() -> None:
    CANCEL_ORDER.refuses_strangers()


def test_cancel_order_refuses_a_token_without_its_scopes() -> None:
    CANCEL_ORDER.refuses_without_scopes()


def test_cancel_order_refuses_a_body_it_cannot_read() -> None:
    CANCEL_ORDER.refuses_other_content()


def test_cancel_order_gives_any_valid_request_a_documented_answer() -> None:
    CANCEL_ORDER.answers_any()


def test_cancel_order_refuses_a_version_that_is_not_there() -> None:
    CANCEL_ORDER.refuses_another_version()


def test_cancel_order_lets_order_cancelled_happen() -> None:
    CANCEL_ORDER.happens(scenarios.cancel_order_emits_order_cancelled, OrderCancelled)


def test_cancel_order_tells_where_its_outcome_will_stand() -> None:
    CANCEL_ORDER.answers_later(scenarios.cancel_order_emits_order_cancelled)


def test_cancel_order_acts_once_when_it_is_sent_again() -> None:
    CANCEL_ORDER.acts_once(scenarios.cancel_order_emits_order_cancelled)


def test_cancel_order_answers_404_unknown_order() -> None:
    CANCEL_ORDER.refused(scenarios.cancel_order_is_refused_as_unknown_order, UnknownOrder, 404)


def test_cancel_order_answers_409_no_longer_open() -> None:
    CANCEL_ORDER.refused(scenarios.cancel_order_is_refused_as_no_longer_open, NoLongerOpen, 409)
