# Generated from specs/asyncapi/library.yaml. Do not edit: change the spec, then generate again.
"""What BookLent, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.library.contract import SCHEMAS
from generated.library.events import BookLent

BOOK_LENT = EventPromise(
    event=BookLent,
    type="BookLent.v1",
    schemas=SCHEMAS,
    source="/library",
    aggregate="Book",
    identity="bookId",
    channel="books",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/bookId": {"required": True, "type": "string"},
    "/reader": {"required": True, "type": "string"},
    "/shelf": {"required": True, "type": "integer"},
    "/at": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_book_lent_v1_must_refuse(promise: Broken) -> None:
    BOOK_LENT.refuses(promise)


def test_published_examples_of_book_lent_v1_survive_the_round_trip() -> None:
    BOOK_LENT.survives()


def test_any_valid_book_lent_v1_survives_the_round_trip() -> None:
    BOOK_LENT.survives_any()


def test_book_lent_v1_ignores_members_it_does_not_know() -> None:
    BOOK_LENT.ignores_unknown_members()


def test_book_lent_v1_travels_as_a_cloud_event() -> None:
    BOOK_LENT.travels()
