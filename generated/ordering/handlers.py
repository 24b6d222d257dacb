# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/ordering provides. A plain module satisfies a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

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
from generated.ordering.read_models import CustomerTotals, OrderSummary
from generated.payments.events import PaymentCaptured, PaymentDeclined

S = TypeVar("S")


class OrderDecider(Protocol[S]):
    """Decisions of the Order aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/ordering/order.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: OrderEvent, /) -> S: ...

    def place_order(
        self, command: PlaceOrder, state: S, at: datetime, /
    ) -> Sequence[OrderPlaced] | AlreadyPlaced | NoTotal: ...

    def change_delivery_address(
        self, command: ChangeDeliveryAddress, state: S, at: datetime, /
    ) -> Sequence[DeliveryAddressChanged] | UnknownOrder | NoLongerOpen: ...

    def confirm_order(
        self, command: ConfirmOrder, state: S, at: datetime, /
    ) -> Sequence[OrderConfirmed] | UnknownOrder | NoLongerOpen | WrongAmount: ...

    def cancel_order(
        self, command: CancelOrder, state: S, at: datetime, /
    ) -> Sequence[OrderCancelled] | UnknownOrder | NoLongerOpen: ...


class CustomerTotalsProjection(Protocol):
    """The read model CustomerTotals: a pure fold over many aggregates, so it must commute between them. None
    is no row.

    Written by hand in handwritten/ordering/customer_totals.py.
    """

    def on_order_placed(self, row: CustomerTotals | None, event: OrderPlaced, /) -> CustomerTotals | None: ...

    def on_order_confirmed(
        self, row: CustomerTotals | None, event: OrderConfirmed, /
    ) -> CustomerTotals | None: ...

    def on_order_cancelled(
        self, row: CustomerTotals | None, event: OrderCancelled, /
    ) -> CustomerTotals | None: ...


class OrderSummaryProjection(Protocol):
    """The read model OrderSummary: a pure fold, one row per aggregate. None is no row.

    Written by hand in handwritten/ordering/order_summary.py.
    """

    def on_order_placed(self, row: OrderSummary | None, event: OrderPlaced, /) -> OrderSummary | None: ...

    def on_order_confirmed(
        self, row: OrderSummary | None, event: OrderConfirmed, /
    ) -> OrderSummary | None: ...

    def on_delivery_address_changed(
        self, row: OrderSummary | None, event: DeliveryAddressChanged, /
    ) -> OrderSummary | None: ...

    def on_order_cancelled(
        self, row: OrderSummary | None, event: OrderCancelled, /
    ) -> OrderSummary | None: ...


class OnPaymentCaptured(Protocol):
    """Whenever a payment is captured, confirm the order it pays for.

    Pure: event in, commands out.

    Written by hand in handwritten/ordering/on_payment_captured.py.
    """

    def on_payment_captured(self, event: PaymentCaptured, /) -> Sequence[ConfirmOrder]: ...


class OnPaymentDeclined(Protocol):
    """Whenever a payment is declined, cancel the order it was for.

    Pure: event in, commands out.

    Written by hand in handwritten/ordering/on_payment_declined.py.
    """

    def on_payment_declined(self, event: PaymentDeclined, /) -> Sequence[CancelOrder]: ...
