# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the payments service, operation by operation."""

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

from generated.payments.decisions import CAPTURE_PAYMENT, DECLINE_PAYMENT, REQUEST_PAYMENT
from generated.payments.queries import GetPayment, ListOrderPayments
from generated.payments.read_models import PaymentStatus
from generated.payments.tables import PaymentStatusTable


def get_payment(request: GetPayment, rows: RowStore) -> Found[PaymentStatus] | None:
    """Where a payment stands."""
    return PaymentStatusTable(rows).get(request.payment_id)


def list_order_payments(request: ListOrderPayments, rows: RowStore) -> RowPage[PaymentStatus]:
    """The payments for an order."""
    return PaymentStatusTable(rows).by_order(request.order_id, limit=request.limit, after=request.after)


ROUTES: tuple[HttpRoute, ...] = (
    CommandRoute(
        name="requestPayment",
        method="POST",
        path="/payments",
        decision=REQUEST_PAYMENT,
        success=201,
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    CommandRoute(
        name="capturePayment",
        method="POST",
        path="/payments/{paymentId}/capture",
        decision=CAPTURE_PAYMENT,
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    CommandRoute(
        name="declinePayment",
        method="POST",
        path="/payments/{paymentId}/decline",
        decision=DECLINE_PAYMENT,
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("payments:write",)),),
    ),
    QueryRoute(
        name="getPayment",
        method="GET",
        path="/payments/{paymentId}",
        request=GetPayment,
        answer=get_payment,
        view="PaymentStatus",
        parameters=(Parameter("paymentId", "path", "paymentId"),),
        security=(Security(scheme="shop", scopes=("payments:read",)),),
    ),
    QueryRoute(
        name="listOrderPayments",
        method="GET",
        path="/orders/{orderId}/payments",
        request=ListOrderPayments,
        answer=list_order_payments,
        view="PaymentStatus",
        items="items",
        next="next",
        parameters=(
            Parameter("orderId", "path", "orderId"),
            Parameter("limit", "query", "limit", style="form", explode=True),
            Parameter("after", "query", "after", style="form", explode=True),
        ),
        security=(Security(scheme="shop", scopes=("payments:read",)),),
    ),
)
