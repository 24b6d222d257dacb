# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What Sequence, version 1, promises to anyone who writes or reads it.

A type of Python's own.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.traps.contract import SCHEMAS
from generated.traps.events import Sequence

SEQUENCE = EventPromise(
    event=Sequence,
    type="Sequence.v1",
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
def test_sequence_v1_must_refuse(promise: Broken) -> None:
    SEQUENCE.refuses(promise)


def test_published_examples_of_sequence_v1_survive_the_round_trip() -> None:
    SEQUENCE.survives()


def test_any_valid_sequence_v1_survives_the_round_trip() -> None:
    SEQUENCE.survives_any()


def test_sequence_v1_ignores_members_it_does_not_know() -> None:
    SEQUENCE.ignores_unknown_members()


def test_sequence_v1_travels_as_a_cloud_event() -> None:
    SEQUENCE.travels()
