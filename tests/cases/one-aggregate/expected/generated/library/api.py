# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the library service, operation by operation."""

from __future__ import annotations

from specfold import (
    CommandRoute,
    Found,
    HttpRoute,
    Parameter,
    QueryRoute,
    RowPage,
    RowStore,
)

from generated.library.decisions import ADD_BOOK, LEND_BOOK
from generated.library.queries import GetLoan, ListLoans
from generated.library.read_models import Loan
from generated.library.tables import LoanTable


def list_loans(request: ListLoans, rows: RowStore) -> RowPage[Loan]:
    """Answers listLoans."""
    return LoanTable(rows).by_shelf(request.shelf, limit=20)


def get_loan(request: GetLoan, rows: RowStore) -> Found[Loan] | None:
    """Answers getLoan."""
    return LoanTable(rows).get(request.book_id)


ROUTES: tuple[HttpRoute, ...] = (
    CommandRoute(
        name="addBook",
        method="POST",
        path="/books",
        decision=ADD_BOOK,
        success=201,
        body="",
        body_required=True,
    ),
    CommandRoute(
        name="lendBook",
        method="PUT",
        path="/books/{bookId}/loan",
        decision=LEND_BOOK,
        success=204,
        parameters=(Parameter("bookId", "path", "bookId"), Parameter("X-Desk", "header", "X-Desk")),
        body="",
    ),
    QueryRoute(
        name="listLoans",
        method="GET",
        path="/shelves/{shelf}/loans",
        request=ListLoans,
        answer=list_loans,
        view="Loan",
        parameters=(Parameter("shelf", "path", "shelf"),),
    ),
    QueryRoute(
        name="getLoan",
        method="GET",
        path="/loans/{bookId}",
        request=GetLoan,
        answer=get_loan,
        view="Loan",
        parameters=(Parameter("bookId", "path", "bookId"),),
    ),
)
