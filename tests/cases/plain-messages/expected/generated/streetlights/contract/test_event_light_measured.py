# Generated from specs/asyncapi/streetlights.yaml. Do not edit: change the spec, then generate again.
"""What lightMeasured, version 1, promises to anyone who writes or reads it.

Inform about environmental lighting conditions of a particular streetlight.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.streetlights.contract import SCHEMAS
from generated.streetlights.events import LightMeasured

LIGHT_MEASURED = EventPromise(
    event=LightMeasured,
    type="lightMeasured.v1",
    schemas=SCHEMAS,
    source="/streetlights",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/lumens": {"type": "integer", "minimum": 0},
    "/sentAt": {"type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_light_measured_v1_must_refuse(promise: Broken) -> None:
    LIGHT_MEASURED.refuses(promise)


def test_published_examples_of_light_measured_v1_survive_the_round_trip() -> None:
    LIGHT_MEASURED.survives()


def test_any_valid_light_measured_v1_survives_the_round_trip() -> None:
    LIGHT_MEASURED.survives_any()


def test_light_measured_v1_ignores_members_it_does_not_know() -> None:
    LIGHT_MEASURED.ignores_unknown_members()


def test_light_measured_v1_travels_as_a_cloud_event() -> None:
    LIGHT_MEASURED.travels()
