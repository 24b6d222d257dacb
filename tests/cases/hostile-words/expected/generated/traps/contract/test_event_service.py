# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What Service, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.traps.contract import SCHEMAS
from generated.traps.events import Service

SERVICE_ = EventPromise(
    event=Service,
    type="Service.v1",
    schemas=SCHEMAS,
    source="//traps.example/",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/Service": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_service_v1_must_refuse(promise: Broken) -> None:
    SERVICE_.refuses(promise)


def test_published_examples_of_service_v1_survive_the_round_trip() -> None:
    SERVICE_.survives()


def test_any_valid_service_v1_survives_the_round_trip() -> None:
    SERVICE_.survives_any()


def test_service_v1_ignores_members_it_does_not_know() -> None:
    SERVICE_.ignores_unknown_members()


def test_service_v1_travels_as_a_cloud_event() -> None:
    SERVICE_.travels()
