"""Decisions of the Order aggregate.

An order is open from the moment it is placed until it is confirmed or cancelled; then it is closed for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, assert_never

from generated.ordering.commands import (
    AlreadyPlaced,
    CancelOrder,
    ChangeDeliveryAddress,
    ConfirmOrder,
    NoLongerOpen,
    NoTotal,
    PlaceOrder,
    UnknownOrder,
    WrongAmount,
)
from generated.ordering.events import (
    DeliveryAddressChanged,
    OrderCancelled,
    OrderConfirmed,
    OrderEvent,
    OrderPlaced,
)
from generated.ordering.values import Address, CustomerId, Money, OrderLine, PaymentId

MOST: Final = 100_000_000  # what the specs allow an amount to be


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """Nobody has placed this order yet."""

    status: Literal["not-placed"] = "not-placed"


@dataclass(frozen=True, slots=True)
class Open:
    """Placed, and neither confirmed nor cancelled."""

    customer_id: CustomerId
    total: Money
    deliver_to: Address | None  # orders of 2025 and before did not say
    status: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Closed:
    """Confirmed by a payment, or cancelled."""

    confirmed_by: PaymentId | None
    status: Literal["closed"] = "closed"


Order: TypeAlias = NotPlaced | Open | Closed


def initial() -> Order:
    """The state before the first event."""
    return NotPlaced()


def evolve(state: Order, event: OrderEvent, /) -> Order:
    """The state after an event."""
    match event:
        case OrderPlaced():
            return Open(event.customer_id, event.total, event.deliver_to)
        case DeliveryAddressChanged():
            return replace(state, deliver_to=event.deliver_to) if isinstance(state, Open) else state
        case OrderConfirmed():
            return Closed(confirmed_by=event.payment_id)
        case OrderCancelled():
            return Closed(confirmed_by=None)
        case _:
            assert_never(event)


def place_order(
    command: PlaceOrder, state: Order, at: datetime, /
) -> Sequence[OrderPlaced] | AlreadyPlaced | NoTotal:
    """Place the order at the sum of its lines."""
    if not isinstance(state, NotPlaced):
        return AlreadyPlaced()
    total = _total(command.lines)
    if total is None:
        return NoTotal()
    placed = OrderPlaced(
        order_id=command.order_id,
        customer_id=command.customer_id,
        email=command.email,
        deliver_to=command.deliver_to,
        lines=command.lines,
        total=total,
        placed_at=at,
        coupon=command.coupon,
    )
    return [placed]


def change_delivery_address(
    command: ChangeDeliveryAddress, state: Order, _at: datetime, /
) -> Sequence[DeliveryAddressChanged] | UnknownOrder | NoLongerOpen:
    """Deliver elsewhere, while the parcel has not been packed. The same address again changes nothing."""
    match state:
        case NotPlaced():
            return UnknownOrder()
        case Closed():
            return NoLongerOpen()
        case Open() if state.deliver_to == command.deliver_to:
            return []
        case Open():
            changed = DeliveryAddressChanged(
                order_id=command.order_id, customer_id=state.customer_id, deliver_to=command.deliver_to
            )
            return [changed]


def confirm_order(
    command: ConfirmOrder, state: Order, at: datetime, /
) -> Sequence[OrderConfirmed] | UnknownOrder | NoLongerOpen | WrongAmount:
    """Confirm an order that is paid in full. The same payment again changes nothing."""
    match state:
        case NotPlaced():
            return UnknownOrder()
        case Closed():
            return [] if state.confirmed_by == command.payment_id else NoLongerOpen()
        case Open() if state.total != command.paid:
            return WrongAmount(detail=f"the order costs {_spoken(state.total)}, not {_spoken(command.paid)}")
        case Open():
            confirmed = OrderConfirmed(
                order_id=command.order_id,
                customer_id=state.customer_id,
                payment_id=command.payment_id,
                total=state.total,
                confirmed_at=at,
            )
            return [confirmed]


def cancel_order(
    command: CancelOrder, state: Order, at: datetime, /
) -> Sequence[OrderCancelled] | UnknownOrder | NoLongerOpen:
    """Cancel an order that is still open."""
    match state:
        case NotPlaced():
            return UnknownOrder()
        case Closed():
            return NoLongerOpen()
        case Open():
            cancelled = OrderCancelled(
                order_id=command.order_id,
                customer_id=state.customer_id,
                reason=command.reason,
                cancelled_at=at,
            )
            return [cancelled]


def _total(lines: Sequence[OrderLine]) -> Money | None:
    """What the lines cost together; None if they are not all in one currency, or it is too much."""
    currencies = {line.unit_price.currency for line in lines}
    amount = sum(line.quantity * line.unit_price.amount for line in lines)
    if len(currencies) != 1 or amount > MOST:
        return None
    return Money(amount=amount, currency=currencies.pop())


def _spoken(money: Money) -> str:
    return f"{money.amount / 100:.2f} {money.currency}"
