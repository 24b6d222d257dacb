# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What Result, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.quotes.contract import SCHEMAS
from generated.quotes.events import Result

RESULT = EventPromise(
    event=Result,
    type="Result.v1",
    schemas=SCHEMAS,
    source="/quotes",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/id": {"required": True, "type": "string"},
    "/sound": {"required": True, "type": "boolean"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_result_v1_must_refuse(promise: Broken) -> None:
    RESULT.refuses(promise)


def test_published_examples_of_result_v1_survive_the_round_trip() -> None:
    RESULT.survives()


def test_any_valid_result_v1_survives_the_round_trip() -> None:
    RESULT.survives_any()


def test_result_v1_ignores_members_it_does_not_know() -> None:
    RESULT.ignores_unknown_members()


def test_result_v1_travels_as_a_cloud_event() -> None:
    RESULT.travels()
