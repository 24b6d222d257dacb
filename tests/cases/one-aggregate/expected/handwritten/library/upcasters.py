"""How facts of older versions read today, each as the next version."""

from __future__ import annotations

from generated.library.events import BookAdded, BookAddedV1, BookAddedV2


def book_added_v1(event: BookAddedV1, /) -> BookAddedV2:
    """Version 1 of BookAdded as version 2."""
    raise NotImplementedError("BookAdded, version 1, as version 2")


def book_added_v2(event: BookAddedV2, /) -> BookAdded:
    """Version 2 of BookAdded as version 3."""
    raise NotImplementedError("BookAdded, version 2, as version 3")
