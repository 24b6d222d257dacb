# Generated from specs/asyncapi/library.yaml. Do not edit: change the spec, then generate again.
"""What BookAdded, version 1, promises to anyone who writes or reads it.

A book is on the shelf.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.library.contract import SCHEMAS
from generated.library.contract.test_event_book_added import BOOK_ADDED
from generated.library.events import BookAddedV1
from generated.library.reading import CATALOG

BOOK_ADDED_V1 = EventPromise(
    event=BookAddedV1,
    type="BookAdded.v1",
    schemas=SCHEMAS,
    source="/library",
    aggregate="Book",
    identity="bookId",
    channel="books",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/bookId": {"required": True, "type": "string"},
    "/name": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_book_added_v1_must_refuse(promise: Broken) -> None:
    BOOK_ADDED_V1.refuses(promise)


def test_published_examples_of_book_added_v1_survive_the_round_trip() -> None:
    BOOK_ADDED_V1.survives()


def test_any_valid_book_added_v1_survives_the_round_trip() -> None:
    BOOK_ADDED_V1.survives_any()


def test_book_added_v1_ignores_members_it_does_not_know() -> None:
    BOOK_ADDED_V1.ignores_unknown_members()


def test_book_added_v1_travels_as_a_cloud_event() -> None:
    BOOK_ADDED_V1.travels()


def test_book_added_v1_reads_as_v3() -> None:
    BOOK_ADDED_V1.reads_as(BOOK_ADDED, CATALOG, ("bookId",))
