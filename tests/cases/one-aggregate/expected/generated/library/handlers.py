# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/library provides. A plain module satisfies a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from generated.library.commands import AddBook, LendBook, NoSuchBook
from generated.library.events import BookAdded, BookEvent, BookLent, BookReturned
from generated.library.read_models import Loan

S = TypeVar("S")


class BookDecider(Protocol[S]):
    """Decisions of the Book aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/library/book.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: BookEvent, /) -> S: ...

    def add_book(self, command: AddBook, state: S, at: datetime, /) -> Sequence[BookAdded]: ...

    def lend_book(
        self, command: LendBook, state: S, at: datetime, /
    ) -> Sequence[BookLent | BookReturned] | NoSuchBook: ...


class LoanProjection(Protocol):
    """The read model Loan: a pure fold, one row per aggregate. None is no row.

    Written by hand in handwritten/library/loan.py.
    """

    def on_book_lent(self, row: Loan | None, event: BookLent, /) -> Loan | None: ...

    def on_book_returned(self, row: Loan | None, event: BookReturned, /) -> Loan | None: ...
