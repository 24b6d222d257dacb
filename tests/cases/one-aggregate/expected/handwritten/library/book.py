"""Decisions of the Book aggregate: pure functions; the time is an argument.

A decision returns events, none if nothing changes, or the reason why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from generated.library.commands import AddBook, LendBook, NoSuchBook
from generated.library.events import BookAdded, BookEvent, BookLent, BookReturned


@dataclass(frozen=True, slots=True)
class Book:
    """What decisions need to know, folded from events. The ledger keeps it as JSON."""


def initial() -> Book:
    """The state before the first event."""
    return Book()


def evolve(state: Book, event: BookEvent, /) -> Book:
    """The state after an event. It never refuses: an event is a fact."""
    match event:
        case BookAdded():
            raise NotImplementedError("how BookAdded changes the state")
        case BookLent():
            raise NotImplementedError("how BookLent changes the state")
        case BookReturned():
            raise NotImplementedError("how BookReturned changes the state")
        case _:
            assert_never(event)


def add_book(command: AddBook, state: Book, at: datetime, /) -> Sequence[BookAdded]:
    """Put a book on a shelf. The library chooses its number.

    May emit `BookAdded`.
    """
    raise NotImplementedError("decide addBook")


def lend_book(
    command: LendBook, state: Book, at: datetime, /
) -> Sequence[BookLent | BookReturned] | NoSuchBook:
    """May emit `BookLent` or `BookReturned`.

    May refuse with:
    - NoSuchBook (404): No such book.
    """
    raise NotImplementedError("decide lendBook")
