# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the ordering service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command, Rejection

from generated.ordering.values import (
    Address,
    CancellationReason,
    CustomerId,
    Money,
    OrderId,
    OrderLine,
    PaymentId,
)


class PlaceOrder(Command):
    """Ask for an order to be placed. POST /orders

    Spec: specs/openapi/ordering.yaml#/paths/~1orders/post
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    email: Annotated[str, Field(repr=False)]
    deliver_to: Annotated[Address, Field(alias="deliverTo")]
    lines: Annotated[list[OrderLine], Field(min_length=1, max_length=100)]
    coupon: Annotated[str | None, Field(min_length=1, max_length=12, pattern="^[A-Z0-9]+$")] = None


class ChangeDeliveryAddress(Command):
    """Have the order delivered elsewhere. PUT /orders/{orderId}/delivery-address

    Spec: specs/openapi/ordering.yaml#/paths/~1orders~1{orderId}~1delivery-address/put
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    deliver_to: Annotated[Address, Field(alias="deliverTo")]


class ConfirmOrder(Command):
    """Confirm an order that is paid for. PUT /orders/{orderId}/confirmation

    Spec: specs/openapi/ordering.yaml#/paths/~1orders~1{orderId}~1confirmation/put
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    paid: Money


class CancelOrder(Command):
    """Ask for an order to be cancelled. POST /orders/{orderId}/cancellation

    Spec: specs/openapi/ordering.yaml#/paths/~1orders~1{orderId}~1cancellation/post
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    reason: CancellationReason


class AlreadyPlaced(Rejection, status=409):
    """There is an order of that id already."""


class NoLongerOpen(Rejection, status=409):
    """The order is confirmed or cancelled already."""


class NoTotal(Rejection, status=422):
    """The lines have no total; they are in several currencies, or cost more than an amount can say."""


class UnknownOrder(Rejection, status=404):
    """There is no such order."""


class WrongAmount(Rejection, status=422):
    """What was paid is not what the order costs."""
