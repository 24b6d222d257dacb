# Generated from specs/asyncapi/library.yaml. Do not edit: change the spec, then generate again.
"""What BookAdded, version 3, promises to anyone who writes or reads it.

A book is on the shelf.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.library.contract import SCHEMAS
from generated.library.events import BookAdded

BOOK_ADDED = EventPromise(
    event=BookAdded,
    type="BookAdded.v3",
    schemas=SCHEMAS,
    source="/library",
    aggregate="Book",
    identity="bookId",
    channel="books",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/bookId": {"required": True, "type": "string"},
    "/title": {"required": True, "type": "string"},
    "/shelf": {"required": True, "type": "integer", "minimum": 1},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_book_added_v3_must_refuse(promise: Broken) -> None:
    BOOK_ADDED.refuses(promise)


def test_published_examples_of_book_added_v3_survive_the_round_trip() -> None:
    BOOK_ADDED.survives()


def test_any_valid_book_added_v3_survives_the_round_trip() -> None:
    BOOK_ADDED.survives_any()


def test_book_added_v3_ignores_members_it_does_not_know() -> None:
    BOOK_ADDED.ignores_unknown_members()


def test_book_added_v3_travels_as_a_cloud_event() -> None:
    BOOK_ADDED.travels()
