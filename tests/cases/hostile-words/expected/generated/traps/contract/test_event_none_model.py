# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What None, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.traps.contract import SCHEMAS
from generated.traps.events import NoneModel

NONE_MODEL = EventPromise(
    event=NoneModel,
    type="None.v1",
    schemas=SCHEMAS,
    source="//traps.example/",
)

MEMBERS: Members = {
    "": {"type": "array"},
    "/0": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_none_v1_must_refuse(promise: Broken) -> None:
    NONE_MODEL.refuses(promise)


def test_published_examples_of_none_v1_survive_the_round_trip() -> None:
    NONE_MODEL.survives()


def test_any_valid_none_v1_survives_the_round_trip() -> None:
    NONE_MODEL.survives_any()


def test_none_v1_travels_as_a_cloud_event() -> None:
    NONE_MODEL.travels()
