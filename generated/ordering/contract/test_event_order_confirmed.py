# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What OrderConfirmed, version 1, promises to anyone who writes or reads it.

The order is paid and will be fulfilled.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.ordering.contract import SCHEMAS
from generated.ordering.events import OrderConfirmed

ORDER_CONFIRMED = EventPromise(
    event=OrderConfirmed,
    type="OrderConfirmed.v1",
    schemas=SCHEMAS,
    source="//shop.example/ordering",
    examples=(
        {
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
            "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d",
            "total": {"amount": 4699, "currency": "EUR"},
            "confirmedAt": "2026-01-31T09:31:12Z",
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
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
    "/total": {"required": True, "type": "object"},
    "/total/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/total/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
    "/confirmedAt": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_order_confirmed_v1_must_refuse(promise: Broken) -> None:
    ORDER_CONFIRMED.refuses(promise)


def test_published_examples_of_order_confirmed_v1_survive_the_round_trip() -> None:
    ORDER_CONFIRMED.survives()


def test_any_valid_order_confirmed_v1_survives_the_round_trip() -> None:
    ORDER_CONFIRMED.survives_any()


def test_order_confirmed_v1_ignores_members_it_does_not_know() -> None:
    ORDER_CONFIRMED.ignores_unknown_members()


def test_order_confirmed_v1_travels_as_a_cloud_event() -> None:
    ORDER_CONFIRMED.travels()
