# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What OrderPlaced, version 1, promises to anyone who writes or reads it.

A customer placed an order.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.ordering.contract import SCHEMAS
from generated.ordering.contract.test_event_order_placed import ORDER_PLACED
from generated.ordering.events import OrderPlacedV1
from generated.ordering.reading import CATALOG

ORDER_PLACED_V1 = EventPromise(
    event=OrderPlacedV1,
    type="OrderPlaced.v1",
    schemas=SCHEMAS,
    source="//shop.example/ordering",
    examples=(
        {
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
            "email": "ada@shop.example",
            "total": {"amount": 4699, "currency": "EUR"},
            "placedAt": "2024-11-30T18:05:00Z",
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
    "/total": {"required": True, "type": "object"},
    "/total/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/total/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
    "/placedAt": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_order_placed_v1_must_refuse(promise: Broken) -> None:
    ORDER_PLACED_V1.refuses(promise)


def test_published_examples_of_order_placed_v1_survive_the_round_trip() -> None:
    ORDER_PLACED_V1.survives()


def test_any_valid_order_placed_v1_survives_the_round_trip() -> None:
    ORDER_PLACED_V1.survives_any()


def test_order_placed_v1_ignores_members_it_does_not_know() -> None:
    ORDER_PLACED_V1.ignores_unknown_members()


def test_order_placed_v1_travels_as_a_cloud_event() -> None:
    ORDER_PLACED_V1.travels()


def test_order_placed_v1_reads_as_v2() -> None:
    ORDER_PLACED_V1.reads_as(ORDER_PLACED, CATALOG, ("orderId", "customerId", "email", "total", "placedAt"))
