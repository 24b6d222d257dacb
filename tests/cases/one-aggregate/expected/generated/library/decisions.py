# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the library service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, Decision, fill_missing_handlers

from generated.library.commands import AddBook, LendBook
from generated.library.events import BookAdded, BookLent, BookReturned
from generated.library.handlers import BookDecider
from handwritten.library import book

S = TypeVar("S")


def _book(decider: BookDecider[S]) -> Aggregate[S]:
    """The Book aggregate."""
    return Aggregate(
        name="Book",
        identity="bookId",
        channel="books",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(BookAdded, BookLent, BookReturned),
    )


fill_missing_handlers(book, BookDecider)
BOOK = _book(book)

ADD_BOOK = Decision(
    name="addBook",
    command=AddBook,
    aggregate=BOOK,
    decide=book.add_book,
    creates=True,
    generates_identity=True,
)
LEND_BOOK = Decision(name="lendBook", command=LendBook, aggregate=BOOK, decide=book.lend_book)
