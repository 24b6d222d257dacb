# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""Read models of the payments service: what a row holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field
from specfold import Row

from generated.payments.values import Money, OrderId, PaymentId, PaymentStatusStatus


class PaymentStatus(Row):
    """Where a payment stands.

    Spec: specs/openapi/payments.yaml#/components/schemas/PaymentStatus
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    order_id: Annotated[OrderId, Field(alias="orderId")]
    status: PaymentStatusStatus
    total: Money
    requested_at: Annotated[AwareDatetime, Field(alias="requestedAt")]
