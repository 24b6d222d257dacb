# Generated from specs/asyncapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What PaymentRequested, version 1, promises to anyone who writes or reads it.

An order wants to be paid.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.payments.contract import SCHEMAS
from generated.payments.events import PaymentRequested

PAYMENT_REQUESTED = EventPromise(
    event=PaymentRequested,
    type="PaymentRequested.v1",
    schemas=SCHEMAS,
    source="//shop.example/payments",
    examples=(
        {
            "paymentId": "2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d",
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
            "total": {"amount": 4699, "currency": "EUR"},
            "requestedAt": "2026-01-31T09:30:01Z",
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
    "/total": {"required": True, "type": "object"},
    "/total/amount": {"required": True, "type": "integer", "minimum": 0, "maximum": 100000000},
    "/total/currency": {"required": True, "type": "string", "enum": ("EUR", "GBP", "USD")},
    "/requestedAt": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_payment_requested_v1_must_refuse(promise: Broken) -> None:
    PAYMENT_REQUESTED.refuses(promise)


def test_published_examples_of_payment_requested_v1_survive_the_round_trip() -> None:
    PAYMENT_REQUESTED.survives()


def test_any_valid_payment_requested_v1_survives_the_round_trip() -> None:
    PAYMENT_REQUESTED.survives_any()


def test_payment_requested_v1_ignores_members_it_does_not_know() -> None:
    PAYMENT_REQUESTED.ignores_unknown_members()


def test_payment_requested_v1_travels_as_a_cloud_event() -> None:
    PAYMENT_REQUESTED.travels()
