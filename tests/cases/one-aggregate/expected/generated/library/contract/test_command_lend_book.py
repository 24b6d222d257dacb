# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What lendBook promises to its callers: PUT /books/{bookId}/loan"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    CommandPromise,
    Members,
    broken_requests,
)

from generated.library.commands import NoSuchBook
from generated.library.contract import BODIES
from generated.library.events import BookLent, BookReturned
from generated.library.service import SERVICE
from handwritten.library import scenarios

LEND_BOOK = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="lendBook",
        method="PUT",
        path="/books/{bookId}/loan",
        parameters=(Parameter("bookId", "path", "bookId"), Parameter("X-Desk", "header", "X-Desk")),
        body="",
    ),
    answers={"204": (), "404": ()},
    bodies=BODIES,
    emits=(BookLent, BookReturned),
    success=204,
)

MEMBERS: Members = {
    "/bookId": {"required": True, "type": "string"},
    "/X-Desk": {"type": "string"},
    "/reader": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(LEND_BOOK.route, MEMBERS), ids=str)
def test_lend_book_must_refuse(promise: Broken) -> None:
    LEND_BOOK.refuses(promise)


def test_lend_book_refuses_a_body_it_cannot_read() -> None:
    LEND_BOOK.refuses_other_content()


def test_lend_book_gives_any_valid_request_a_documented_answer() -> None:
    LEND_BOOK.answers_any()


def test_lend_book_lets_book_lent_happen() -> None:
    LEND_BOOK.happens(scenarios.lend_book_emits_book_lent, BookLent)


def test_lend_book_lets_book_returned_happen() -> None:
    LEND_BOOK.happens(scenarios.lend_book_emits_book_returned, BookReturned)


def test_lend_book_acts_once_when_it_is_sent_again() -> None:
    LEND_BOOK.acts_once(scenarios.lend_book_emits_book_lent)


def test_lend_book_answers_404_no_such_book() -> None:
    LEND_BOOK.refused(scenarios.lend_book_is_refused_as_no_such_book, NoSuchBook, 404)
