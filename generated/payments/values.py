# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the payments service are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field
from specfold import Value


class DeclinePaymentBecause(StrEnum):
    """Spec: specs/openapi/payments.yaml#/paths/~1payments~1{paymentId}~1decline/post/properties/because"""

    INSUFFICIENT_FUNDS = "insufficient-funds"
    CARD_EXPIRED = "card-expired"
    FRAUD_SUSPECTED = "fraud-suspected"


class MoneyCurrency(StrEnum):
    """Spec: specs/common/shop.yaml#/$defs/Money/properties/currency"""

    EUR = "EUR"
    GBP = "GBP"
    USD = "USD"


class Money(Value):
    """An amount in the minor unit of a currency.

    Spec: specs/common/shop.yaml#/$defs/Money
    """

    amount: Annotated[int, Field(ge=0, le=100000000)]
    currency: MoneyCurrency


OrderId: TypeAlias = UUID
"""Identifies an order; chosen by whoever places it.

Spec: specs/common/shop.yaml#/$defs/OrderId
"""


class PaymentDeclinedBecause(StrEnum):
    """Spec: specs/asyncapi/payments.yaml#/components/messages/PaymentDeclined/properties/because"""

    INSUFFICIENT_FUNDS = "insufficient-funds"
    CARD_EXPIRED = "card-expired"
    FRAUD_SUSPECTED = "fraud-suspected"


PaymentId: TypeAlias = UUID
"""Identifies a payment.

Spec: specs/common/shop.yaml#/$defs/PaymentId
"""


class PaymentStatusStatus(StrEnum):
    """Spec: specs/openapi/payments.yaml#/components/schemas/PaymentStatus/properties/status"""

    REQUESTED = "requested"
    CAPTURED = "captured"
    DECLINED = "declined"
