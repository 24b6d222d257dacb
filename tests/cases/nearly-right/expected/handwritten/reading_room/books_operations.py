"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.reading_room.queries import GetBooks


def get_books(request: GetBooks, /) -> Answer:
    """Documented answers: 200, 4XX."""
    raise NotImplementedError("answer getBooks")
