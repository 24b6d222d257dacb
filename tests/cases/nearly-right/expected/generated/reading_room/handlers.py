# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/reading_room provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.reading_room.commands import AddBook
from generated.reading_room.queries import GetBooks, GetShelvesByShelfIdBooks


class BooksOperations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/reading_room/books_operations.py.
    """

    def get_books(self, request: GetBooks, /) -> Answer: ...


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/reading_room/operations.py.
    """

    def get_shelves_by_shelf_id_books(self, request: GetShelvesByShelfIdBooks, /) -> Answer: ...

    def add_book(self, request: AddBook, /) -> Answer: ...
