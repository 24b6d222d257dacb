# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the library service are read: every version up to the latest."""

from __future__ import annotations

from typing import Protocol

from specfold import Catalog, fill_missing_handlers

from generated.library.events import BookAdded, BookAddedV1, BookAddedV2, BookLent, BookReturned
from handwritten.library import upcasters


class Upcasters(Protocol):
    """How facts of older versions read today, each as the next version.

    Written by hand in handwritten/library/upcasters.py.
    """

    def book_added_v1(self, event: BookAddedV1, /) -> BookAddedV2: ...

    def book_added_v2(self, event: BookAddedV2, /) -> BookAdded: ...


def _catalog(upcasters: Upcasters) -> Catalog:
    return Catalog(
        BookAddedV1,
        BookAddedV2,
        BookAdded,
        BookLent,
        BookReturned,
        upcasts={BookAddedV1: upcasters.book_added_v1, BookAddedV2: upcasters.book_added_v2},
    )


fill_missing_handlers(upcasters, Upcasters)
CATALOG = _catalog(upcasters)
