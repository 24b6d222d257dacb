# Generated from specs/. Do not edit: change the spec, then generate again.
"""Where the read models of the payments service are found."""

from __future__ import annotations

from specfold import Found, RowPage, RowTable

from generated.payments.read_models import PaymentStatus
from generated.payments.values import OrderId, PaymentId


class PaymentStatusTable(RowTable[PaymentStatus]):
    """Rows of PaymentStatus, by `paymentId`."""

    view = "PaymentStatus"
    row = PaymentStatus

    def get(self, payment_id: PaymentId) -> Found[PaymentStatus] | None:
        """The row of this key."""
        return self._find(payment_id)

    def by_order(
        self, order_id: OrderId, *, limit: int = 20, after: str | None = None, newest_first: bool = False
    ) -> RowPage[PaymentStatus]:
        """The rows of one `orderId`, by `requestedAt`."""
        return self._page("byOrder", order_id, limit=limit, after=after, newest_first=newest_first)
