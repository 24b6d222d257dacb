# Generated from specs/. Do not edit: change the spec, then generate again.
"""Where the read models of the ordering service are found."""

from __future__ import annotations

from specfold import Found, RowPage, RowTable

from generated.ordering.read_models import CustomerTotals, OrderSummary
from generated.ordering.values import CustomerId, OrderId


class CustomerTotalsTable(RowTable[CustomerTotals]):
    """Rows of CustomerTotals, by `customerId`."""

    view = "CustomerTotals"
    row = CustomerTotals

    def get(self, customer_id: CustomerId) -> Found[CustomerTotals] | None:
        """The row of this key."""
        return self._find(customer_id)


class OrderSummaryTable(RowTable[OrderSummary]):
    """Rows of OrderSummary, by `orderId`."""

    view = "OrderSummary"
    row = OrderSummary

    def get(self, order_id: OrderId) -> Found[OrderSummary] | None:
        """The row of this key."""
        return self._find(order_id)

    def by_customer(
        self,
        customer_id: CustomerId,
        *,
        limit: int = 20,
        after: str | None = None,
        newest_first: bool = False,
    ) -> RowPage[OrderSummary]:
        """The rows of one `customerId`, by `placedAt`."""
        return self._page("byCustomer", customer_id, limit=limit, after=after, newest_first=newest_first)
