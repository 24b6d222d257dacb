# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""The questions that the ordering service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query

from generated.ordering.values import CustomerId, OrderId


class GetOrder(Query):
    """One order as the shop shows it. GET /orders/{orderId}

    Spec: specs/openapi/ordering.yaml#/paths/~1orders~1{orderId}/get
    """

    order_id: Annotated[OrderId, Field(alias="orderId")]


class ListCustomerOrders(Query):
    """The orders of a customer, the latest first. GET /customers/{customerId}/orders

    Spec: specs/openapi/ordering.yaml#/paths/~1customers~1{customerId}~1orders/get
    """

    customer_id: Annotated[CustomerId, Field(alias="customerId")]
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    """How many orders a page holds at the most."""
    after: Annotated[str | None, Field(max_length=2000)] = None
    """The `next` of the page before."""


class GetCustomerTotals(Query):
    """What a customer has ordered in all. GET /customers/{customerId}/totals

    Spec: specs/openapi/ordering.yaml#/paths/~1customers~1{customerId}~1totals/get
    """

    customer_id: Annotated[CustomerId, Field(alias="customerId")]
