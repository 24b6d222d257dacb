# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What getCustomerTotals promises to its callers: GET /customers/{customerId}/totals

What a customer has ordered in all.
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
from generated.ordering.contract.test_projection_customer_totals import CUSTOMER_TOTALS
from generated.ordering.service import SERVICE

GET_CUSTOMER_TOTALS = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getCustomerTotals",
        method="GET",
        path="/customers/{customerId}/totals",
        parameters=(Parameter("customerId", "path", "customerId"),),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
    answers={"200": ("application/json",), "404": ("application/problem+json",)},
    bodies=BODIES,
    examples=({"customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1"},),
    projection=CUSTOMER_TOTALS,
    key=("customerId",),
)

MEMBERS: Members = {
    "/customerId": {"required": True, "type": "string", "format": "uuid"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_CUSTOMER_TOTALS.route, MEMBERS), ids=str)
def test_get_customer_totals_must_refuse(promise: Broken) -> None:
    GET_CUSTOMER_TOTALS.refuses(promise)


def test_get_customer_totals_refuses_strangers() -> None:
    GET_CUSTOMER_TOTALS.refuses_strangers()


def test_get_customer_totals_refuses_a_token_without_its_scopes() -> None:
    GET_CUSTOMER_TOTALS.refuses_without_scopes()


def test_get_customer_totals_answers_404_for_what_is_not_there() -> None:
    GET_CUSTOMER_TOTALS.finds_nothing()


def test_get_customer_totals_answers_with_the_row_that_events_made() -> None:
    GET_CUSTOMER_TOTALS.finds_the_row()
