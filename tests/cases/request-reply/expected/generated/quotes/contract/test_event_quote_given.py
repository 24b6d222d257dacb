# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What QuoteGiven, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.quotes.contract import SCHEMAS
from generated.quotes.events import QuoteGiven

QUOTE_GIVEN = EventPromise(
    event=QuoteGiven,
    type="QuoteGiven.v1",
    schemas=SCHEMAS,
    source="/quotes",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/cents": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_quote_given_v1_must_refuse(promise: Broken) -> None:
    QUOTE_GIVEN.refuses(promise)


def test_published_examples_of_quote_given_v1_survive_the_round_trip() -> None:
    QUOTE_GIVEN.survives()


def test_any_valid_quote_given_v1_survives_the_round_trip() -> None:
    QUOTE_GIVEN.survives_any()


def test_quote_given_v1_ignores_members_it_does_not_know() -> None:
    QUOTE_GIVEN.ignores_unknown_members()


def test_quote_given_v1_travels_as_a_cloud_event() -> None:
    QUOTE_GIVEN.travels()
