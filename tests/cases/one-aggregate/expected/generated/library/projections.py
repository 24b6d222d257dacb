# Generated from specs/. Do not edit: change the spec, then generate again.
"""The read models of the library service, each with the fold that makes its rows."""

from __future__ import annotations

from specfold import Event, Key, KeyValue, View, fill_missing_handlers, key_value

from generated.library.events import BookLent, BookReturned
from generated.library.handlers import LoanProjection
from generated.library.read_models import Loan
from handwritten.library import loan


def _loan(projection: LoanProjection) -> View[Loan]:
    """The read model Loan."""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case BookLent() | BookReturned():
                return (key_value(event.book_id),)
        raise LookupError(type(event).__name__)

    def fold(row: Loan | None, event: Event) -> Loan | None:
        match event:
            case BookLent():
                return projection.on_book_lent(row, event)
            case BookReturned():
                return projection.on_book_returned(row, event)
        return row

    return View(
        name="Loan",
        key=Key("bookId"),
        indexes={"byShelf": Key("shelf", "at")},
        kinds={"shelf": "number", "at": "date-time"},
        events=(BookLent, BookReturned),
        per_aggregate=True,
        row=Loan,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(loan, LoanProjection)
LOAN = _loan(loan)
