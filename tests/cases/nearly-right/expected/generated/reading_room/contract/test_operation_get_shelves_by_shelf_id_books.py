# Generated from specs/openapi/reading_room.yaml. Do not edit: change the spec, then generate again.
"""What getShelvesByShelfIdBooks promises to its callers: GET /shelves/{shelfId}/books

The books of a shelf.
"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.reading_room.contract import BODIES
from generated.reading_room.service import SERVICE

GET_SHELVES_BY_SHELF_ID_BOOKS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getShelvesByShelfIdBooks",
        method="GET",
        path="/shelves/{shelfId}/books",
        parameters=(Parameter("shelfId", "path", "shelfId"),),
    ),
    answers={"200": ()},
    bodies=BODIES,
)


def test_get_shelves_by_shelf_id_books_answers_as_documented() -> None:
    GET_SHELVES_BY_SHELF_ID_BOOKS.answers_as_documented()
