# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the reading_room service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Parameter,
    Security,
    fill_missing_handlers,
)

from generated.reading_room.commands import AddBook
from generated.reading_room.handlers import BooksOperations, Operations
from generated.reading_room.queries import GetBooks, GetShelvesByShelfIdBooks
from handwritten.reading_room import books_operations, operations

fill_missing_handlers(books_operations, BooksOperations)
_BOOKS_OPERATIONS: BooksOperations = books_operations
fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="getBooks",
        method="GET",
        path="/books",
        request=GetBooks,
        handle=_BOOKS_OPERATIONS.get_books,
        parameters=(Parameter("page", "query", "page", style="form", explode=True),),
        security=(Security(scheme="token"),),
    ),
    OperationRoute(
        name="getShelvesByShelfIdBooks",
        method="GET",
        path="/shelves/{shelfId}/books",
        request=GetShelvesByShelfIdBooks,
        handle=_OPERATIONS.get_shelves_by_shelf_id_books,
        parameters=(Parameter("shelfId", "path", "shelfId"),),
    ),
    OperationRoute(
        name="addBook",
        method="POST",
        path="/shelves/{shelfId}/books",
        request=AddBook,
        handle=_OPERATIONS.add_book,
        parameters=(Parameter("shelfId", "path", "shelfId"),),
        body="body",
    ),
)
