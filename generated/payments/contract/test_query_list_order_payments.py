# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What listOrderPayments promises to its callers: GET /orders/{orderId}/payments

The payments for an order.
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

LIST_ORDER_PAYMENTS = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="listOrderPayments",
        method="GET",
        path="/orders/{orderId}/payments",
        parameters=(
            Parameter("orderId", "path", "orderId"),
            Parameter("limit", "query", "limit", style="form", explode=True),
            Parameter("after", "query", "after", style="form", explode=True),
        ),
        security=(Security(scheme="shop", scopes=("payments:read",)),),
    ),
    answers={"200": ("application/json",), "400": ("application/problem+json",)},
    bodies=BODIES,
    examples=({"orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"},),
    projection=PAYMENT_STATUS,
    key=("orderId",),
    sort="requestedAt",
    items="items",
    next="next",
    limit="limit",
    after="after",
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "/after": {"type": "string", "maxLength": 2000},
}


@pytest.mark.parametrize("promise", broken_requests(LIST_ORDER_PAYMENTS.route, MEMBERS), ids=str)
def test_list_order_payments_must_refuse(promise: Broken) -> None:
    LIST_ORDER_PAYMENTS.refuses(promise)


def test_list_order_payments_refuses_strangers() -> None:
    LIST_ORDER_PAYMENTS.refuses_strangers()


def test_list_order_payments_refuses_a_token_without_its_scopes() -> None:
    LIST_ORDER_PAYMENTS.refuses_without_scopes()


def test_list_order_payments_lists_nothing_where_nothing_is() -> None:
    LIST_ORDER_PAYMENTS.lists_nothing()


def test_list_order_payments_lists_every_row_once_and_in_order() -> None:
    LIST_ORDER_PAYMENTS.pages_in_order()
