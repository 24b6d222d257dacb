# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What QuoteRefused, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.quotes.contract import SCHEMAS
from generated.quotes.events import QuoteRefused

QUOTE_REFUSED = EventPromise(
    event=QuoteRefused,
    type="QuoteRefused.v1",
    schemas=SCHEMAS,
    source="/quotes",
)

MEMBERS: Members = {
    "": {"type": "object"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_quote_refused_v1_must_refuse(promise: Broken) -> None:
    QUOTE_REFUSED.refuses(promise)


def test_published_examples_of_quote_refused_v1_survive_the_round_trip() -> None:
    QUOTE_REFUSED.survives()


def test_any_valid_quote_refused_v1_survives_the_round_trip() -> None:
    QUOTE_REFUSED.survives_any()


def test_quote_refused_v1_travels_as_a_cloud_event() -> None:
    QUOTE_REFUSED.travels()
