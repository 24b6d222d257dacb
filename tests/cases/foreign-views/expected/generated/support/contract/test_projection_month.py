# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""What the read model Month promises: the same rows from the same history.

What closed in a region within a month.
"""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.sales.contract.test_event_won import WON
from generated.support.contract.test_event_closed import CLOSED
from generated.support.service import SERVICE

MONTH = ProjectionPromise(
    service=SERVICE,
    view="Month",
    sources=(Source(WON, ("area", "when")), Source(CLOSED, ("region", "month"))),
)


def test_month_folds_its_events_into_valid_rows() -> None:
    MONTH.folds()


def test_month_gives_the_same_rows_when_replayed() -> None:
    MONTH.replays()


def test_month_folds_an_event_once_however_often_it_comes() -> None:
    MONTH.ignores_duplicates()


def test_month_does_not_depend_on_the_order_of_aggregates() -> None:
    MONTH.commutes()


def test_month_commutes_for_any_valid_events() -> None:
    MONTH.commutes_for_any()
