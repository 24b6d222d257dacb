# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What the read model Loan promises: the same rows from the same history."""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.library.contract.test_event_book_lent import BOOK_LENT
from generated.library.contract.test_event_book_returned import BOOK_RETURNED
from generated.library.service import SERVICE

LOAN = ProjectionPromise(
    service=SERVICE,
    view="Loan",
    sources=(Source(BOOK_LENT, ("bookId",)), Source(BOOK_RETURNED, ("bookId",))),
)


def test_loan_folds_its_events_into_valid_rows() -> None:
    LOAN.folds()


def test_loan_gives_the_same_rows_when_replayed() -> None:
    LOAN.replays()


def test_loan_folds_an_event_once_however_often_it_comes() -> None:
    LOAN.ignores_duplicates()


def test_loan_does_not_depend_on_the_order_of_aggregates() -> None:
    LOAN.commutes()


def test_loan_commutes_for_any_valid_events() -> None:
    LOAN.commutes_for_any()
