# Generated from specs/openapi/reading_room.yaml. Do not edit: change the spec, then generate again.
"""What addBook promises to its callers: POST /shelves/{shelfId}/books"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.reading_room.contract import BODIES
from generated.reading_room.service import SERVICE

ADD_BOOK = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="addBook",
        method="POST",
        path="/shelves/{shelfId}/books",
        parameters=(Parameter("shelfId", "path", "shelfId"),),
        body="body",
    ),
    answers={"201": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/shelfId": {"required": True, "type": "string"},
    "/body": {"type": "object"},
    "/body/title": {"required": True, "type": "string"},
    "/body/subtitle": {"type": ("string", "null")},
    "/body/scan": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(ADD_BOOK.route, MEMBERS), ids=str)
def test_add_book_must_refuse(promise: Broken) -> None:
    ADD_BOOK.refuses(promise)


def test_add_book_refuses_a_body_it_cannot_read() -> None:
    ADD_BOOK.refuses_other_content()


def test_add_book_answers_as_documented() -> None:
    ADD_BOOK.answers_as_documented()
