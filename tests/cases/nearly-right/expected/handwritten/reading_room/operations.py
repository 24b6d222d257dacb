"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.reading_room.commands import AddBook
from generated.reading_room.queries import GetShelvesByShelfIdBooks


def get_shelves_by_shelf_id_books(request: GetShelvesByShelfIdBooks, /) -> Answer:
    """The books of a shelf.

    Documented answers: 200.
    """
    raise NotImplementedError("answer getShelvesByShelfIdBooks")


def add_book(request: AddBook, /) -> Answer:
    """Documented answers: 201."""
    raise NotImplementedError("answer addBook")
