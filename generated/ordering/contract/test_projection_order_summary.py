# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What the read model OrderSummary promises: the same rows from the same history.

One order as the shop shows it.
"""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.ordering.contract.test_event_delivery_address_changed import DELIVERY_ADDRESS_CHANGED
from generated.ordering.contract.test_event_order_cancelled import ORDER_CANCELLED
from generated.ordering.contract.test_event_order_confirmed import ORDER_CONFIRMED
from generated.ordering.contract.test_event_order_placed import ORDER_PLACED
from generated.ordering.service import SERVICE

ORDER_SUMMARY = ProjectionPromise(
    service=SERVICE,
    view="OrderSummary",
    sources=(
        Source(ORDER_PLACED, ("orderId",)),
        Source(ORDER_CONFIRMED, ("orderId",)),
        Source(DELIVERY_ADDRESS_CHANGED, ("orderId",)),
        Source(ORDER_CANCELLED, ("orderId",)),
    ),
)


def test_order_summary_folds_its_events_into_valid_rows() -> None:
    ORDER_SUMMARY.folds()


def test_order_summary_gives_the_same_rows_when_replayed() -> None:
    ORDER_SUMMARY.replays()


def test_order_summary_folds_an_event_once_however_often_it_comes() -> None:
    ORDER_SUMMARY.ignores_duplicates()


def test_order_summary_does_not_depend_on_the_order_of_aggregates() -> None:
    ORDER_SUMMARY.commutes()


def test_order_summary_commutes_for_any_valid_events() -> None:
    ORDER_SUMMARY.commutes_for_any()
