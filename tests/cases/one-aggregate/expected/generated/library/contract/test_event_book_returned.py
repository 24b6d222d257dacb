# Generated from specs/asyncapi/library.yaml. Do not edit: change the spec, then generate again.
"""What BookReturned, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.library.contract import SCHEMAS
from generated.library.events import BookReturned

BOOK_RETURNED = EventPromise(
    event=BookReturned,
    type="BookReturned.v1",
    schemas=SCHEMAS,
    source="/library",
    aggregate="Book",
    identity="bookId",
    channel="books",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/bookId": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_book_returned_v1_must_refuse(promise: Broken) -> None:
    BOOK_RETURNED.refuses(promise)


def test_published_examples_of_book_returned_v1_survive_the_round_trip() -> None:
    BOOK_RETURNED.survives()


def test_any_valid_book_returned_v1_survives_the_round_trip() -> None:
    BOOK_RETURNED.survives_any()


def test_book_returned_v1_ignores_members_it_does_not_know() -> None:
    BOOK_RETURNED.ignores_unknown_members()


def test_book_returned_v1_travels_as_a_cloud_event() -> None:
    BOOK_RETURNED.travels()
