# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What Check, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.quotes.contract import SCHEMAS
from generated.quotes.events import Check

CHECK = EventPromise(
    event=Check,
    type="Check.v1",
    schemas=SCHEMAS,
    source="/quotes",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/id": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_check_v1_must_refuse(promise: Broken) -> None:
    CHECK.refuses(promise)


def test_published_examples_of_check_v1_survive_the_round_trip() -> None:
    CHECK.survives()


def test_any_valid_check_v1_survives_the_round_trip() -> None:
    CHECK.survives_any()


def test_check_v1_ignores_members_it_does_not_know() -> None:
    CHECK.ignores_unknown_members()


def test_check_v1_travels_as_a_cloud_event() -> None:
    CHECK.travels()
