"""The read model Loan: a pure fold, one row per aggregate. None is no row."""

from __future__ import annotations

from generated.library.events import BookLent, BookReturned
from generated.library.read_models import Loan


def on_book_lent(row: Loan | None, event: BookLent, /) -> Loan | None:
    """how BookLent changes a row of Loan"""
    raise NotImplementedError("how BookLent changes a row of Loan")


def on_book_returned(row: Loan | None, event: BookReturned, /) -> Loan | None:
    """how BookReturned changes a row of Loan"""
    raise NotImplementedError("how BookReturned changes a row of Loan")
