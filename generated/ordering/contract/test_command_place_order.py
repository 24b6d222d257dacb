# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What placeOrder promises to its callers: POST /orders

Ask for an order to be placed.
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

from generated.ordering.commands import AlreadyPlaced, NoTotal
from generated.ordering.contract import BODIES
from generated.ordering.events import OrderPlaced
from generated.ordering.service import SERVICE
from handwritten.ordering import scenarios

PLACE_ORDER = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="placeOrder",
        method="POST",
        path="/orders",
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    answers={
        "201": (),
        "202": (),
        "400": ("application/problem+json",),
        "409": ("application/problem+json",),
        "422": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=(
        {
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
            "email": "ada@shop.example",
            "deliverTo": {
                "name": "Ada Lovelace",
                "street": "12 St James's Square",
                "city": "London",
                "country": "GB",
            },
            "lines": [
                {"sku": "TEA-250", "quantity": 2, "unitPrice": {"amount": 850, "currency": "EUR"}},
                {"sku": "POT-1", "quantity": 1, "unitPrice": {"amount": 2999, "currency": "EUR"}},
            ],
            "coupon": "WINTER10",
        },
    ),
    emits=(OrderPlaced,),
    success=201,
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/customerId": {"required": True, "type": "string", "format": "uuid"},
    "/email": {"required": True, "type": "string", "format": "email"},
    "/deliverTo": {"required": True, "type": "object"},
    "/deliverTo/name": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/street": {"required": True, "type": "string", "minLength": 1, "maxLength": 200},
    "/deliverTo/city": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/country": {"required": True, "type": "string", "pattern": "^[A-Z]{2}$"},
    "/lines": {"required": True, "type": "array", "minItems": 1, "maxItems": 100},
    "/lines/0": {"type": "object"},
    "/lines/0/sku": {"required": True, "type": "string", "pattern": "^[A-Z0-9-]{1,20}$"},
    "/lines/0/quantity": {"required": True, "type": "integer", "minimum": 1, "maximum": 1000},
    "/lines/0/unitPrice": {"required": True, "type": "object"},
    "/lines/0/unitPrice/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/lines/0/unitPrice/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
    "/coupon": {"type": "string", "minLength": 1, "maxLength": 12, "pattern": "^[A-Z0-9]+$"},
}


@pytest.mark.parametrize("promise", broken_requests(PLACE_ORDER.route, MEMBERS), ids=str)
def test_place_order_must_refuse(promise: Broken) -> None:
    PLACE_ORDER.refuses(promise)


def test_place_order_refuses_strangers() -> None:
    PLACE_ORDER.refuses_strangers()


def test_place_order_refuses_a_token_without_its_scopes() -> None:
    PLACE_ORDER.refuses_without_scopes()


def test_place_order_refuses_a_body_it_cannot_read() -> None:
    PLACE_ORDER.refuses_other_content()


def test_place_order_gives_any_valid_request_a_documented_answer() -> None:
    PLACE_ORDER.answers_any()


def test_place_order_lets_order_placed_happen() -> None:
    PLACE_ORDER.happens(scenarios.place_order_emits_order_placed, OrderPlaced)


def test_place_order_tells_where_its_outcome_will_stand() -> None:
    PLACE_ORDER.answers_later(scenarios.place_order_emits_order_placed)


def test_place_order_acts_once_when_it_is_sent_again() -> None:
    PLACE_ORDER.acts_once(scenarios.place_order_emits_order_placed)


def test_place_order_answers_409_already_placed() -> None:
    PLACE_ORDER.refused(scenarios.place_order_is_refused_as_already_placed, AlreadyPlaced, 409)


def test_place_order_answers_422_no_total() -> None:
    PLACE_ORDER.refused(scenarios.place_order_is_refused_as_no_total, NoTotal, 422)
