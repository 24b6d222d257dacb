# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What QuoteRequested, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.quotes.contract import SCHEMAS
from generated.quotes.events import QuoteRequested

QUOTE_REQUESTED = EventPromise(
    event=QuoteRequested,
    type="QuoteRequested.v1",
    schemas=SCHEMAS,
    source="/quotes",
    examples=({"symbol": "ACME"},),
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/symbol": {"required": True, "type": "string", "minLength": 1},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_quote_requested_v1_must_refuse(promise: Broken) -> None:
    QUOTE_REQUESTED.refuses(promise)


def test_published_examples_of_quote_requested_v1_survive_the_round_trip() -> None:
    QUOTE_REQUESTED.survives()


def test_any_valid_quote_requested_v1_survives_the_round_trip() -> None:
    QUOTE_REQUESTED.survives_any()


def test_quote_requested_v1_ignores_members_it_does_not_know() -> None:
    QUOTE_REQUESTED.ignores_unknown_members()


def test_quote_requested_v1_travels_as_a_cloud_event() -> None:
    QUOTE_REQUESTED.travels()
