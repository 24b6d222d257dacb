"""Decisions of the Payment aggregate. A payment is requested, then settled once: captured or declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, assert_never

from generated.payments.commands import (
    AlreadyRequested,
    AlreadySettled,
    CapturePayment,
    DeclinePayment,
    RequestPayment,
    UnknownPayment,
)
from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentEvent, PaymentRequested
from generated.payments.values import Money, OrderId, PaymentDeclinedBecause


@dataclass(frozen=True, slots=True)
class NotRequested:
    """Nobody has asked for this payment yet."""

    status: Literal["not-requested"] = "not-requested"


@dataclass(frozen=True, slots=True)
class Requested:
    """Asked for; the bank has not answered."""

    order_id: OrderId
    total: Money
    status: Literal["requested"] = "requested"


@dataclass(frozen=True, slots=True)
class Settled:
    """Captured or declined, for good."""

    status: Literal["settled"] = "settled"


Payment: TypeAlias = NotRequested | Requested | Settled


def initial() -> Payment:
    """The state before the first event."""
    return NotRequested()


def evolve(_state: Payment, event: PaymentEvent, /) -> Payment:
    """The state after an event."""
    match event:
        case PaymentRequested():
            return Requested(event.order_id, event.total)
        case PaymentCaptured() | PaymentDeclined():
            return Settled()
        case _:
            assert_never(event)


def request_payment(
    command: RequestPayment, state: Payment, at: datetime, /
) -> Sequence[PaymentRequested] | AlreadyRequested:
    """Ask the bank, once. The same request again changes nothing."""
    match state:
        case NotRequested():
            requested = PaymentRequested(
                payment_id=command.payment_id, order_id=command.order_id, total=command.total, requested_at=at
            )
            return [requested]
        case Requested() if (state.order_id, state.total) == (command.order_id, command.total):
            return []
        case Requested() | Settled():
            return AlreadyRequested()


def capture_payment(
    command: CapturePayment, state: Payment, at: datetime, /
) -> Sequence[PaymentCaptured] | UnknownPayment | AlreadySettled:
    """Take the money that was asked for."""
    match state:
        case NotRequested():
            return UnknownPayment()
        case Settled():
            return AlreadySettled()
        case Requested():
            captured = PaymentCaptured(
                payment_id=command.payment_id, order_id=state.order_id, captured=state.total, captured_at=at
            )
            return [captured]


def decline_payment(
    command: DeclinePayment, state: Payment, at: datetime, /
) -> Sequence[PaymentDeclined] | UnknownPayment | AlreadySettled:
    """Note that the bank has refused, and why."""
    match state:
        case NotRequested():
            return UnknownPayment()
        case Settled():
            return AlreadySettled()
        case Requested():
            declined = PaymentDeclined(
                payment_id=command.payment_id,
                order_id=state.order_id,
                because=PaymentDeclinedBecause(command.because.value),
                declined_at=at,
            )
            return [declined]
