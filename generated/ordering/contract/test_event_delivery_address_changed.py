# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What DeliveryAddressChanged, version 1, promises to anyone who writes or reads it.

The customer wants the order delivered elsewhere.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.ordering.contract import SCHEMAS
from generated.ordering.events import DeliveryAddressChanged

DELIVERY_ADDRESS_CHANGED = EventPromise(
    event=DeliveryAddressChanged,
    type="DeliveryAddressChanged.v1",
    schemas=SCHEMAS,
    source="//shop.example/ordering",
    examples=(
        {
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "customerId": "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1",
            "deliverTo": {
                "name": "Ada Lovelace",
                "street": "10 Saint James's Street",
                "city": "London",
                "country": "GB",
            },
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
    "/deliverTo": {"required": True, "type": "object"},
    "/deliverTo/name": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/street": {"required": True, "type": "string", "minLength": 1, "maxLength": 200},
    "/deliverTo/city": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/country": {"required": True, "type": "string", "pattern": "^[A-Z]{2}$"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_delivery_address_changed_v1_must_refuse(promise: Broken) -> None:
    DELIVERY_ADDRESS_CHANGED.refuses(promise)


def test_published_examples_of_delivery_address_changed_v1_survive_the_round_trip() -> None:
    DELIVERY_ADDRESS_CHANGED.survives()


def test_any_valid_delivery_address_changed_v1_survives_the_round_trip() -> None:
    DELIVERY_ADDRESS_CHANGED.survives_any()


def test_delivery_address_changed_v1_ignores_members_it_does_not_know() -> None:
    DELIVERY_ADDRESS_CHANGED.ignores_unknown_members()


def test_delivery_address_changed_v1_travels_as_a_cloud_event() -> None:
    DELIVERY_ADDRESS_CHANGED.travels()
