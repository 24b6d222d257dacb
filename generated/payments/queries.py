# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""The questions that the payments service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query

from generated.payments.values import OrderId, PaymentId


class GetPayment(Query):
    """Where a payment stands. GET /payments/{paymentId}

    Spec: specs/openapi/payments.yaml#/paths/~1payments~1{paymentId}/get
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]


class ListOrderPayments(Query):
    """The payments for an order. GET /orders/{orderId}/payments

    Spec: specs/openapi/payments.yaml#/paths/~1orders~1{orderId}~1payments/get
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    after: Annotated[str | None, Field(max_length=2000)] = None
