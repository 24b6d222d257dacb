# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What OrderCancelled, version 1, promises to anyone who writes or reads it.

The order will not be fulfilled.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.ordering.contract import SCHEMAS
from generated.ordering.events import OrderCancelled

ORDER_CANCELLED = EventPromise(
    event=OrderCancelled,
    type="OrderCancelled.v1",
    schemas=SCHEMAS,
    source="//shop.example/ordering",
    examples=(
        {
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
            "reason": "changed-mind",
            "cancelledAt": "2026-01-31T10:02:00Z",
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
    "/reason": {
        "required": True,
        "type": "string",
        "enum": ("changed-mind", "payment-declined", "out-of-stock"),
    },
    "/cancelledAt": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_order_cancelled_v1_must_refuse(promise: Broken) -> None:
    ORDER_CANCELLED.refuses(promise)


def test_published_examples_of_order_cancelled_v1_survive_the_round_trip() -> None:
    ORDER_CANCELLED.survives()


def test_any_valid_order_cancelled_v1_survives_the_round_trip() -> None:
    ORDER_CANCELLED.survives_any()


def test_order_cancelled_v1_ignores_members_it_does_not_know() -> None:
    ORDER_CANCELLED.ignores_unknown_members()


def test_order_cancelled_v1_travels_as_a_cloud_event() -> None:
    ORDER_CANCELLED.travels()
