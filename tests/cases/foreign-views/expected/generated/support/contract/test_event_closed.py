# Generated from specs/asyncapi/support.yaml. Do not edit: change the spec, then generate again.
"""What Closed, version 1, promises to anyone who writes or reads it.

A ticket is closed.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.support.contract import SCHEMAS
from generated.support.events import Closed

CLOSED = EventPromise(
    event=Closed,
    type="Closed.v1",
    schemas=SCHEMAS,
    source="/support",
    aggregate="Ticket",
    identity="ticketId",
    channel="deals",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/ticketId": {"required": True, "type": "string"},
    "/region": {"required": True, "type": "string"},
    "/month": {"required": True, "type": "integer"},
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
