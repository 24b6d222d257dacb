# Generated from specs/asyncapi/streetlights.yaml. Do not edit: change the spec, then generate again.
"""What turnOnOff, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.streetlights.contract import SCHEMAS
from generated.streetlights.events import TurnOnOff

TURN_ON_OFF = EventPromise(
    event=TurnOnOff,
    type="turnOnOff.v1",
    schemas=SCHEMAS,
    source="/streetlights",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/command": {"type": "string", "enum": ("on", "off")},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_turn_on_off_v1_must_refuse(promise: Broken) -> None:
    TURN_ON_OFF.refuses(promise)


def test_published_examples_of_turn_on_off_v1_survive_the_round_trip() -> None:
    TURN_ON_OFF.survives()


def test_any_valid_turn_on_off_v1_survives_the_round_trip() -> None:
    TURN_ON_OFF.survives_any()


def test_turn_on_off_v1_ignores_members_it_does_not_know() -> None:
    TURN_ON_OFF.ignores_unknown_members()


def test_turn_on_off_v1_travels_as_a_cloud_event() -> None:
    TURN_ON_OFF.travels()
