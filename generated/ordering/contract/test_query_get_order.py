# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What getOrder promises to its callers: GET /orders/{orderId}

One order as the shop shows it.
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

from generated.ordering.contract import BODIES
from generated.ordering.contract.test_projection_order_summary import ORDER_SUMMARY
from generated.ordering.service import SERVICE

GET_ORDER = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getOrder",
        method="GET",
        path="/orders/{orderId}",
        parameters=(Parameter("orderId", "path", "orderId"),),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
    answers={"200": ("application/json",), "404": ("application/problem+json",)},
    bodies=BODIES,
    examples=({"orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"},),
    projection=ORDER_SUMMARY,
    key=("orderId",),
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_ORDER.route, MEMBERS), ids=str)
def test_get_order_must_refuse(promise: Broken) -> None:
    GET_ORDER.refuses(promise)


def test_get_order_refuses_strangers() -> None:
    GET_ORDER.refuses_strangers()


def test_get_order_refuses_a_token_without_its_scopes() -> None:
    GET_ORDER.refuses_without_scopes()


def test_get_order_answers_404_for_what_is_not_there() -> None:
    GET_ORDER.finds_nothing()


def test_get_order_answers_with_the_row_that_events_made() -> None:
    GET_ORDER.finds_the_row()


def test_get_order_waits_for_the_version_it_is_asked_for() -> None:
    GET_ORDER.waits_for_a_version()
