# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""Read models of the ordering service: what a row holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field
from specfold import Row

from generated.ordering.values import (
    Address,
    CancellationReason,
    CustomerId,
    Money,
    OrderId,
    OrderSummaryStatus,
)


class CustomerTotals(Row):
    """What a customer has ordered in all, over every order.

    Spec: specs/openapi/ordering.yaml#/components/schemas/CustomerTotals
    """

    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    placed: Annotated[int, Field(ge=0)]
    """How many orders were placed."""
    confirmed: Annotated[int, Field(ge=0)]
    """How many of them were confirmed."""
    cancelled: Annotated[int, Field(ge=0)]
    """How many of them were cancelled."""
    spent: dict[str, Annotated[int, Field(ge=0)]]
    """The sum of all confirmed orders in minor units, by currency."""


class OrderSummary(Row):
    """One order as the shop shows it.

    Spec: specs/openapi/ordering.yaml#/components/schemas/OrderSummary
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    status: OrderSummaryStatus
    total: Money
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]
    email: Annotated[str | None, Field(repr=False)] = None
    deliver_to: Annotated[Address | None, Field(alias="deliverTo")] = None
    cancelled_because: Annotated[CancellationReason | None, Field(alias="cancelledBecause")] = None
