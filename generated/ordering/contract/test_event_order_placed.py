# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What OrderPlaced, version 2, promises to anyone who writes or reads it.

A customer placed an order.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.ordering.contract import SCHEMAS
from generated.ordering.events import OrderPlaced

ORDER_PLACED = EventPromise(
    event=OrderPlaced,
    type="OrderPlaced.v2",
    schemas=SCHEMAS,
    source="//shop.example/ordering",
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
            "total": {"amount": 4699, "currency": "EUR"},
            "placedAt": "2026-01-31T09:30:00Z",
            "coupon": "WINTER10",
        },
    ),
    aggregate="Order",
    identity="orderId",
    channel="orders",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/customerId": {"required": True, "type": "string", "format": "uuid"},
    "/email": {"required": True, "type": "string", "format": "email"},
    "/deliverTo": {"type": "object"},
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
    "/total": {"required": True, "type": "object"},
    "/total/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/total/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
    "/placedAt": {"required": True, "type": "string", "format": "date-time"},
    "/coupon": {"type": "string", "minLength": 1, "maxLength": 12, "pattern": "^[A-Z0-9]+$"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_order_placed_v2_must_refuse(promise: Broken) -> None:
    ORDER_PLACED.refuses(promise)


def test_published_examples_of_order_placed_v2_survive_the_round_trip() -> None:
    ORDER_PLACED.survives()


def test_any_valid_order_placed_v2_survives_the_round_trip() -> None:
    ORDER_PLACED.survives_any()


def test_order_placed_v2_ignores_members_it_does_not_know() -> None:
    ORDER_PLACED.ignores_unknown_members()


def test_order_placed_v2_travels_as_a_cloud_event() -> None:
    ORDER_PLACED.travels()
