# Generated from specs/. Do not edit: change the spec, then generate again.
"""The read models of the ordering service, each with the fold that makes its rows."""

from __future__ import annotations

from specfold import Event, Key, KeyValue, View, fill_missing_handlers, key_value

from generated.ordering.events import DeliveryAddressChanged, OrderCancelled, OrderConfirmed, OrderPlaced
from generated.ordering.handlers import CustomerTotalsProjection, OrderSummaryProjection
from generated.ordering.read_models import CustomerTotals, OrderSummary
from handwritten.ordering import customer_totals, order_summary


def _customer_totals(projection: CustomerTotalsProjection) -> View[CustomerTotals]:
    """What a customer has ordered in all, over every order."""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case OrderPlaced() | OrderConfirmed() | OrderCancelled():
                return (key_value(event.customer_id),)
        raise LookupError(type(event).__name__)

    def fold(row: CustomerTotals | None, event: Event) -> CustomerTotals | None:
        match event:
            case OrderPlaced():
                return projection.on_order_placed(row, event)
            case OrderConfirmed():
                return projection.on_order_confirmed(row, event)
            case OrderCancelled():
                return projection.on_order_cancelled(row, event)
        return row

    return View(
        name="CustomerTotals",
        key=Key("customerId"),
        events=(OrderPlaced, OrderConfirmed, OrderCancelled),
        per_aggregate=False,
        row=CustomerTotals,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(customer_totals, CustomerTotalsProjection)
CUSTOMER_TOTALS = _customer_totals(customer_totals)


def _order_summary(projection: OrderSummaryProjection) -> View[OrderSummary]:
    """One order as the shop shows it."""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case OrderPlaced() | OrderConfirmed() | DeliveryAddressChanged() | OrderCancelled():
                return (key_value(event.order_id),)
        raise LookupError(type(event).__name__)

    def fold(row: OrderSummary | None, event: Event) -> OrderSummary | None:
        match event:
            case OrderPlaced():
                return projection.on_order_placed(row, event)
            case OrderConfirmed():
                return projection.on_order_confirmed(row, event)
            case DeliveryAddressChanged():
                return projection.on_delivery_address_changed(row, event)
            case OrderCancelled():
                return projection.on_order_cancelled(row, event)
        return row

    return View(
        name="OrderSummary",
        key=Key("orderId"),
        indexes={"byCustomer": Key("customerId", "placedAt")},
        kinds={"placedAt": "date-time"},
        events=(OrderPlaced, OrderConfirmed, DeliveryAddressChanged, OrderCancelled),
        per_aggregate=True,
        row=OrderSummary,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(order_summary, OrderSummaryProjection)
ORDER_SUMMARY = _order_summary(order_summary)
