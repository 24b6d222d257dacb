# Generated from specs/asyncapi/payments.yaml. Do not edit: change the spec, then generate again.
"""Events of the payments service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, Field
from specfold import Event

from generated.payments.values import Money, OrderId, PaymentDeclinedBecause, PaymentId


class PaymentCaptured(Event, type="PaymentCaptured", version=1):
    """The money is ours.

    Spec: specs/asyncapi/payments.yaml#/components/messages/PaymentCaptured
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    order_id: Annotated[OrderId, Field(alias="orderId")]
    captured: Money
    captured_at: Annotated[AwareDatetime, Field(alias="capturedAt")]


class PaymentDeclined(Event, type="PaymentDeclined", version=1):
    """The money will not come.

    Spec: specs/asyncapi/payments.yaml#/components/messages/PaymentDeclined
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    order_id: Annotated[OrderId, Field(alias="orderId")]
    because: PaymentDeclinedBecause
    declined_at: Annotated[AwareDatetime, Field(alias="declinedAt")]


class PaymentRequested(Event, type="PaymentRequested", version=1):
    """An order wants to be paid.

    Spec: specs/asyncapi/payments.yaml#/components/messages/PaymentRequested
    """

    payment_id: Annotated[PaymentId, Field(alias="paymentId")]
    order_id: Annotated[OrderId, Field(alias="orderId")]
    total: Money
    requested_at: Annotated[AwareDatetime, Field(alias="requestedAt")]


PaymentEvent: TypeAlias = PaymentCaptured | PaymentDeclined | PaymentRequested
