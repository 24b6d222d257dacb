# Generated from specs/asyncapi/telemetry.yaml. Do not edit: change the spec, then generate again.
"""What Reading, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.telemetry.contract import SCHEMAS
from generated.telemetry.events import Reading

READING = EventPromise(
    event=Reading,
    type="Reading.v1",
    schemas=SCHEMAS,
    source="/telemetry",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/device": {"required": True, "type": "string"},
    "/value": {"type": "number"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_reading_v1_must_refuse(promise: Broken) -> None:
    READING.refuses(promise)


def test_published_examples_of_reading_v1_survive_the_round_trip() -> None:
    READING.survives()


def test_any_valid_reading_v1_survives_the_round_trip() -> None:
    READING.survives_any()


def test_reading_v1_ignores_members_it_does_not_know() -> None:
    READING.ignores_unknown_members()


def test_reading_v1_travels_as_a_cloud_event() -> None:
    READING.travels()
