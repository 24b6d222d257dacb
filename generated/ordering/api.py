# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the ordering service, operation by operation."""

from __future__ import annotations

from specfold import (
    CommandRoute,
    Found,
    HttpRoute,
    Parameter,
    QueryRoute,
    RowPage,
    RowStore,
    Security,
)

from generated.ordering.decisions import CANCEL_ORDER, CHANGE_DELIVERY_ADDRESS, CONFIRM_ORDER, PLACE_ORDER
from generated.ordering.queries import GetCustomerTotals, GetOrder, ListCustomerOrders
from generated.ordering.read_models import CustomerTotals, OrderSummary
from generated.ordering.tables import CustomerTotalsTable, OrderSummaryTable


def get_order(request: GetOrder, rows: RowStore) -> Found[OrderSummary] | None:
    """One order as the shop shows it."""
    return OrderSummaryTable(rows).get(request.order_id)


def list_customer_orders(request: ListCustomerOrders, rows: RowStore) -> RowPage[OrderSummary]:
    """The orders of a customer, the latest first."""
    return OrderSummaryTable(rows).by_customer(
        request.customer_id, limit=request.limit, after=request.after, newest_first=True
    )


def get_customer_totals(request: GetCustomerTotals, rows: RowStore) -> Found[CustomerTotals] | None:
    """What a customer has ordered in all."""
    return CustomerTotalsTable(rows).get(request.customer_id)


ROUTES: tuple[HttpRoute, ...] = (
    CommandRoute(
        name="placeOrder",
        method="POST",
        path="/orders",
        decision=PLACE_ORDER,
        success=201,
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    CommandRoute(
        name="changeDeliveryAddress",
        method="PUT",
        path="/orders/{orderId}/delivery-address",
        decision=CHANGE_DELIVERY_ADDRESS,
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    CommandRoute(
        name="confirmOrder",
        method="PUT",
        path="/orders/{orderId}/confirmation",
        decision=CONFIRM_ORDER,
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:admin",)),),
    ),
    CommandRoute(
        name="cancelOrder",
        method="POST",
        path="/orders/{orderId}/cancellation",
        decision=CANCEL_ORDER,
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    QueryRoute(
        name="getOrder",
        method="GET",
        path="/orders/{orderId}",
        request=GetOrder,
        answer=get_order,
        view="OrderSummary",
        parameters=(Parameter("orderId", "path", "orderId"),),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
    QueryRoute(
        name="listCustomerOrders",
        method="GET",
        path="/customers/{customerId}/orders",
        request=ListCustomerOrders,
        answer=list_customer_orders,
        view="OrderSummary",
        items="items",
        next="next",
        parameters=(
            Parameter("customerId", "path", "customerId"),
            Parameter("limit", "query", "limit", style="form", explode=True),
            Parameter("after", "query", "after", style="form", explode=True),
        ),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
    QueryRoute(
        name="getCustomerTotals",
        method="GET",
        path="/customers/{customerId}/totals",
        request=GetCustomerTotals,
        answer=get_customer_totals,
        view="CustomerTotals",
        parameters=(Parameter("customerId", "path", "customerId"),),
        security=(Security(scheme="shop", scopes=("orders:read",)),),
    ),
)
