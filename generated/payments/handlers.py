# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/payments provides. A plain module satisfies a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from generated.ordering.events import OrderPlaced
from generated.payments.commands import (
    AlreadyRequested,
    AlreadySettled,
    CapturePayment,
    DeclinePayment,
    RequestPayment,
    UnknownPayment,
)
from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentEvent, PaymentRequested
from generated.payments.read_models import PaymentStatus

S = TypeVar("S")


class PaymentDecider(Protocol[S]):
    """Decisions of the Payment aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/payments/payment.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: PaymentEvent, /) -> S: ...

    def request_payment(
        self, command: RequestPayment, state: S, at: datetime, /
    ) -> Sequence[PaymentRequested] | AlreadyRequested: ...

    def capture_payment(
        self, command: CapturePayment, state: S, at: datetime, /
    ) -> Sequence[PaymentCaptured] | UnknownPayment | AlreadySettled: ...

    def decline_payment(
        self, command: DeclinePayment, state: S, at: datetime, /
    ) -> Sequence[PaymentDeclined] | UnknownPayment | AlreadySettled: ...


class PaymentStatusProjection(Protocol):
    """The read model PaymentStatus: a pure fold, one row per aggregate. None is no row.

    Written by hand in handwritten/payments/payment_status.py.
    """

    def on_payment_requested(
        self, row: PaymentStatus | None, event: PaymentRequested, /
    ) -> PaymentStatus | None: ...

    def on_payment_captured(
        self, row: PaymentStatus | None, event: PaymentCaptured, /
    ) -> PaymentStatus | None: ...

    def on_payment_declined(
        self, row: PaymentStatus | None, event: PaymentDeclined, /
    ) -> PaymentStatus | None: ...


class OnOrderPlaced(Protocol):
    """Whenever an order is placed, ask for its payment.

    Pure: event in, commands out.

    Written by hand in handwritten/payments/on_order_placed.py.
    """

    def on_order_placed(self, event: OrderPlaced, /) -> Sequence[RequestPayment]: ...
