# Generated from specs/asyncapi/sales.yaml. Do not edit: change the spec, then generate again.
"""What Won, version 1, promises to anyone who writes or reads it."""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.sales.contract import SCHEMAS
from generated.sales.events import Won

WON = EventPromise(
    event=Won,
    type="Won.v1",
    schemas=SCHEMAS,
    source="/sales",
    aggregate="Deal",
    identity="dealId",
    channel="deals",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/dealId": {"required": True, "type": "string"},
    "/area": {"required": True, "type": "string"},
    "/when": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_won_v1_must_refuse(promise: Broken) -> None:
    WON.refuses(promise)


def test_published_examples_of_won_v1_survive_the_round_trip() -> None:
    WON.survives()


def test_any_valid_won_v1_survives_the_round_trip() -> None:
    WON.survives_any()


def test_won_v1_ignores_members_it_does_not_know() -> None:
    WON.ignores_unknown_members()


def test_won_v1_travels_as_a_cloud_event() -> None:
    WON.travels()
