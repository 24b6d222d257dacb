# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What the read model CustomerTotals promises: the same rows from the same history.

What a customer has ordered in all, over every order.
"""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.ordering.contract.test_event_order_cancelled import ORDER_CANCELLED
from generated.ordering.contract.test_event_order_confirmed import ORDER_CONFIRMED
from generated.ordering.contract.test_event_order_placed import ORDER_PLACED
from generated.ordering.service import SERVICE

CUSTOMER_TOTALS = ProjectionPromise(
    service=SERVICE,
    view="CustomerTotals",
    sources=(
        Source(ORDER_PLACED, ("customerId",)),
        Source(ORDER_CONFIRMED, ("customerId",)),
        Source(ORDER_CANCELLED, ("customerId",)),
    ),
)


def test_customer_totals_folds_its_events_into_valid_rows() -> None:
    CUSTOMER_TOTALS.folds()


def test_customer_totals_gives_the_same_rows_when_replayed() -> None:
    CUSTOMER_TOTALS.replays()


def test_customer_totals_folds_an_event_once_however_often_it_comes() -> None:
    CUSTOMER_TOTALS.ignores_duplicates()


def test_customer_totals_does_not_depend_on_the_order_of_aggregates() -> None:
    CUSTOMER_TOTALS.commutes()


def test_customer_totals_commutes_for_any_valid_events() -> None:
    CUSTOMER_TOTALS.commutes_for_any()
