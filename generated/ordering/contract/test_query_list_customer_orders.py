# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What listCustomerOrders promises to its callers: GET /customers/{customerId}/orders

The orders of a customer, the latest first.
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

LIST_CUSTOMER_ORDERS = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="listCustomerOrders",
        method="GET",
        path="/customers/{customerId}/orders",
        parameters=(
            Parameter("customerId", "path", "customerId"),
            Parameter("limit", "query", "limit", style="form", explode=True),
            Parameter("after", "query", "after", style="form", explode=True),
        ),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
    answers={"200": ("application/json",), "400": ("application/problem+json",)},
    bodies=BODIES,
    examples=({"customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1"},),
    projection=ORDER_SUMMARY,
    key=("customerId",),
    sort="placedAt",
    newest_first=True,
    items="items",
    next="next",
    limit="limit",
    after="after",
)

MEMBERS: Members = {
    "/customerId": {"required": True, "type": "string", "format": "uuid"},
    "/limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "/after": {"type": "string", "maxLength": 2000},
}


@pytest.mark.parametrize("promise", broken_requests(LIST_CUSTOMER_ORDERS.route, MEMBERS), ids=str)
def test_list_customer_orders_must_refuse(promise: Broken) -> None:
    LIST_CUSTOMER_ORDERS.refuses(promise)


def test_list_customer_orders_refuses_strangers() -> None:
    LIST_CUSTOMER_ORDERS.refuses_strangers()


def test_list_customer_orders_refuses_a_token_without_its_scopes() -> None:
    LIST_CUSTOMER_ORDERS.refuses_without_scopes()


def test_list_customer_orders_lists_nothing_where_nothing_is() -> None:
    LIST_CUSTOMER_ORDERS.lists_nothing()


def test_list_customer_orders_lists_every_row_once_and_in_order() -> None:
    LIST_CUSTOMER_ORDERS.pages_in_order()
