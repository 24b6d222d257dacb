"""Operations that are answered wholly by hand."""

from __future__ import annotations

from generated.reading_room.queries import GetBooks
from runtime.service import Answer


def get_books(request: GetBooks, /) -> Answer:
    """Documented answers: 200, 4XX."""
    raise NotImplementedError("answer getBooks")
