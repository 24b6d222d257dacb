# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the ordering service are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field
from specfold import Value


class Address(Value):
    """Where a parcel goes.

    Spec: specs/common/shop.yaml#/$defs/Address
    """

    name: Annotated[str, Field(min_length=1, max_length=100, repr=False)]
    street: Annotated[str, Field(min_length=1, max_length=200, repr=False)]
    city: Annotated[str, Field(min_length=1, max_length=100, repr=False)]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2."""


class CancellationReason(StrEnum):
    """Why an order is cancelled.

    Spec: specs/common/shop.yaml#/$defs/CancellationReason
    """

    CHANGED_MIND = "changed-mind"
    PAYMENT_DECLINED = "payment-declined"
    OUT_OF_STOCK = "out-of-stock"


CustomerId: TypeAlias = UUID
"""Identifies a customer.

Spec: specs/common/shop.yaml#/$defs/CustomerId
"""


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


class OrderLine(Value):
    """One article of an order.

    Spec: specs/common/shop.yaml#/$defs/OrderLine
    """

    sku: Annotated[str, Field(pattern="^[A-Z0-9-]{1,20}$")]
    """The article's number."""
    quantity: Annotated[int, Field(ge=1, le=1000)]
    unit_price: Annotated[Money, Field(alias="unitPrice")]


class OrderSummaryStatus(StrEnum):
    """Spec: specs/openapi/ordering.yaml#/components/schemas/OrderSummary/properties/status"""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


PaymentId: TypeAlias = UUID
"""Identifies a payment.

Spec: specs/common/shop.yaml#/$defs/PaymentId
"""
