# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the ordering service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, Decision, fill_missing_handlers

from generated.ordering.commands import CancelOrder, ChangeDeliveryAddress, ConfirmOrder, PlaceOrder
from generated.ordering.events import DeliveryAddressChanged, OrderCancelled, OrderConfirmed, OrderPlaced
from generated.ordering.handlers import OrderDecider
from handwritten.ordering import order

S = TypeVar("S")


def _order(decider: OrderDecider[S]) -> Aggregate[S]:
    """One order of one customer."""
    return Aggregate(
        name="Order",
        identity="orderId",
        channel="orders",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(DeliveryAddressChanged, OrderCancelled, OrderConfirmed, OrderPlaced),
    )


fill_missing_handlers(order, OrderDecider)
ORDER = _order(order)

PLACE_ORDER = Decision(
    name="placeOrder", command=PlaceOrder, aggregate=ORDER, decide=order.place_order, creates=True
)
CHANGE_DELIVERY_ADDRESS = Decision(
    name="changeDeliveryAddress",
    command=ChangeDeliveryAddress,
    aggregate=ORDER,
    decide=order.change_delivery_address,
)
CONFIRM_ORDER = Decision(
    name="confirmOrder", command=ConfirmOrder, aggregate=ORDER, decide=order.confirm_order
)
CANCEL_ORDER = Decision(name="cancelOrder", command=CancelOrder, aggregate=ORDER, decide=order.cancel_order)
