# Generated from specs/asyncapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What PaymentDeclined, version 1, promises to anyone who writes or reads it.

The money will not come.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.payments.contract import SCHEMAS
from generated.payments.events import PaymentDeclined

PAYMENT_DECLINED = EventPromise(
    event=PaymentDeclined,
    type="PaymentDeclined.v1",
    schemas=SCHEMAS,
    source="//shop.example/payments",
    examples=(
        {
            "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d",
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "because": "card-expired",
            "declinedAt": "2026-01-31T09:31:10Z",
        },
    ),
    aggregate="Payment",
    identity="paymentId",
    channel="payments",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/paymentId": {"required": True, "type": "string", "format": "uuid"},
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/because": {
        "required": True,
        "type": "string",
        "enum": ("insufficient-funds", "card-expired", "fraud-suspected"),
    },
    "/declinedAt": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_payment_declined_v1_must_refuse(promise: Broken) -> None:
    PAYMENT_DECLINED.refuses(promise)


def test_published_examples_of_payment_declined_v1_survive_the_round_trip() -> None:
    PAYMENT_DECLINED.survives()


def test_any_valid_payment_declined_v1_survives_the_round_trip() -> None:
    PAYMENT_DECLINED.survives_any()


def test_payment_declined_v1_ignores_members_it_does_not_know() -> None:
    PAYMENT_DECLINED.ignores_unknown_members()


def test_payment_declined_v1_travels_as_a_cloud_event() -> None:
    PAYMENT_DECLINED.travels()
