# Generated from specs/asyncapi/sales.yaml. Do not edit: change the spec, then generate again.
"""What Closed, version 1, promises to anyone who writes or reads it.

A deal is done.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.sales.contract import SCHEMAS
from generated.sales.events import Closed

CLOSED = EventPromise(
    event=Closed,
    type="Closed.v1",
    schemas=SCHEMAS,
    source="/sales",
    aggregate="Deal",
    identity="dealId",
    channel="deals",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/dealId": {"required": True, "type": "string"},
    "/region": {"required": True, "type": "string"},
    "/month": {"required": True, "type": "integer"},
    "/amount": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_closed_v1_must_refuse(promise: Broken) -> None:
    CLOSED.refuses(promise)


def test_published_examples_of_closed_v1_survive_the_round_trip() -> None:
    CLOSED.survives()


def test_any_valid_closed_v1_survives_the_round_trip() -> None:
    CLOSED.survives_any()


def test_closed_v1_ignores_members_it_does_not_know() -> None:
    CLOSED.ignores_unknown_members()


def test_closed_v1_travels_as_a_cloud_event() -> None:
    CLOSED.travels()
