# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What addBook promises to its callers: POST /books

Put a book on a shelf. The library chooses its number.
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    CommandPromise,
    Members,
    broken_requests,
)

from generated.library.contract import BODIES
from generated.library.events import BookAdded
from generated.library.service import SERVICE
from handwritten.library import scenarios

ADD_BOOK = CommandPromise(
    service=SERVICE,
    route=HttpRoute(name="addBook", method="POST", path="/books", body="", body_required=True),
    answers={"201": ()},
    bodies=BODIES,
    emits=(BookAdded,),
    success=201,
)

MEMBERS: Members = {
    "/title": {"required": True, "type": "string"},
    "/shelf": {"required": True, "type": "integer", "minimum": 1},
}


@pytest.mark.parametrize("promise", broken_requests(ADD_BOOK.route, MEMBERS), ids=str)
def test_add_book_must_refuse(promise: Broken) -> None:
    ADD_BOOK.refuses(promise)


def test_add_book_refuses_a_body_it_cannot_read() -> None:
    ADD_BOOK.refuses_other_content()


def test_add_book_gives_any_valid_request_a_documented_answer() -> None:
    ADD_BOOK.answers_any()


def test_add_book_lets_book_added_happen() -> None:
    ADD_BOOK.happens(scenarios.add_book_emits_book_added, BookAdded)


def test_add_book_acts_once_when_it_is_sent_again() -> None:
    ADD_BOOK.acts_once(scenarios.add_book_emits_book_added)
