# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What View, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.traps.contract import SCHEMAS
from generated.traps.events import View

VIEW = EventPromise(
    event=View,
    type="View.v1",
    schemas=SCHEMAS,
    source="//traps.example/",
    aggregate="Event",
    identity="class",
    channel="import os",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/class": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_view_v1_must_refuse(promise: Broken) -> None:
    VIEW.refuses(promise)


def test_published_examples_of_view_v1_survive_the_round_trip() -> None:
    VIEW.survives()


def test_any_valid_view_v1_survives_the_round_trip() -> None:
    VIEW.survives_any()


def test_view_v1_ignores_members_it_does_not_know() -> None:
    VIEW.ignores_unknown_members()


def test_view_v1_travels_as_a_cloud_event() -> None:
    VIEW.travels()
