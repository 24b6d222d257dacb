# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What the read model Row promises: the same rows from the same history.

{{ view }}
"""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.traps.contract.test_event_key import KEY
from generated.traps.contract.test_event_view import VIEW
from generated.traps.service import SERVICE

ROW = ProjectionPromise(
    service=SERVICE,
    view="Row",
    sources=(Source(KEY, ("class",)), Source(VIEW, ("class",))),
)


def test_row_folds_its_events_into_valid_rows() -> None:
    ROW.folds()


def test_row_gives_the_same_rows_when_replayed() -> None:
    ROW.replays()


def test_row_folds_an_event_once_however_often_it_comes() -> None:
    ROW.ignores_duplicates()


def test_row_does_not_depend_on_the_order_of_aggregates() -> None:
    ROW.commutes()


def test_row_commutes_for_any_valid_events() -> None:
    ROW.commutes_for_any()
