# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the payments service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command, Rejection

from generated.payments.values import DeclinePaymentBecause, Money, OrderId, PaymentId


class RequestPayment(Command):
    """Ask for the payment of an order. POST /payments

    Spec: specs/openapi/payments.yaml#/paths/~1payments/post
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    order_id: Annotated[OrderId, Field(alias="orderId")]
    total: Money


class CapturePayment(Command):
    """The bank says the money is there; take it. POST /payments/{paymentId}/capture

    Spec: specs/openapi/payments.yaml#/paths/~1payments~1{paymentId}~1capture/post
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]


class DeclinePayment(Command):
    """The bank says no. POST /payments/{paymentId}/decline

    Spec: specs/openapi/payments.yaml#/paths/~1payments~1{paymentId}~1decline/post
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    because: DeclinePaymentBecause


class AlreadyRequested(Rejection, status=409):
    """It was asked for already."""


class AlreadySettled(Rejection, status=409):
    """It is captured or declined already."""


class UnknownPayment(Rejection, status=404):
    """There is no such payment."""
