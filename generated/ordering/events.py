# Generated from specs/asyncapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""Events of the ordering service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, Field
from specfold import Event

from generated.ordering.values import (
    Address,
    CancellationReason,
    CustomerId,
    Money,
    OrderId,
    OrderLine,
    PaymentId,
)


class DeliveryAddressChanged(Event, type="DeliveryAddressChanged", version=1):
    """The customer wants the order delivered elsewhere.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/DeliveryAddressChanged
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    deliver_to: Annotated[Address, Field(alias="deliverTo")]


class OrderCancelled(Event, type="OrderCancelled", version=1):
    """The order will not be fulfilled.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/OrderCancelled
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    reason: CancellationReason
    cancelled_at: Annotated[AwareDatetime, Field(alias="cancelledAt")]


class OrderConfirmed(Event, type="OrderConfirmed", version=1):
    """The order is paid and will be fulfilled.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/OrderConfirmed
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    total: Money
    confirmed_at: Annotated[AwareDatetime, Field(alias="confirmedAt")]


class OrderPlacedV1(Event, type="OrderPlaced", version=1):
    """A customer placed an order. Superseded by version 2, which names the lines and the address.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/OrderPlacedV1
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    email: Annotated[str, Field(repr=False)]
    total: Money
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]


class OrderPlaced(Event, type="OrderPlaced", version=2):
    """A customer placed an order.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/OrderPlaced
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    email: Annotated[str, Field(repr=False)]
    """Where the confirmation goes."""
    deliver_to: Annotated[Address | None, Field(alias="deliverTo")] = None
    lines: Annotated[list[OrderLine], Field(min_length=1, max_length=100)]
    """What was ordered."""
    total: Money
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]
    coupon: Annotated[str | None, Field(min_length=1, max_length=12, pattern="^[A-Z0-9]+$")] = None


OrderEvent: TypeAlias = DeliveryAddressChanged | OrderCancelled | OrderConfirmed | OrderPlaced
