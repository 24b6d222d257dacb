# Generated from specs/openapi/reading_room.yaml. Do not edit: change the spec, then generate again.
"""What getBooks promises to its callers: GET /books"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter, Security
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.reading_room.contract import BODIES
from generated.reading_room.service import SERVICE

GET_BOOKS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getBooks",
        method="GET",
        path="/books",
        parameters=(Parameter("page", "query", "page", style="form", explode=True),),
        security=(Security(scheme="token"),),
    ),
    answers={"200": ("application/json",), "4XX": ()},
    bodies=BODIES,
    examples=({},),
)

MEMBERS: Members = {
    "/page": {"type": "integer"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_BOOKS.route, MEMBERS), ids=str)
def test_get_books_must_refuse(promise: Broken) -> None:
    GET_BOOKS.refuses(promise)


def test_get_books_refuses_strangers() -> None:
    GET_BOOKS.refuses_strangers()


def test_get_books_answers_as_documented() -> None:
    GET_BOOKS.answers_as_documented()
