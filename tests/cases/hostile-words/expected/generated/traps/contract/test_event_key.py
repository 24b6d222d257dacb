# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What Key, version 1, promises to anyone who writes or reads it.

\\\"\"\" + __import__('os').system('x') + \"\"\"
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.traps.contract import SCHEMAS
from generated.traps.events import Key

KEY = EventPromise(
    event=Key,
    type="Key.v1",
    schemas=SCHEMAS,
    source="//traps.example/",
    aggregate="Event",
    identity="class",
    channel="import os",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/class": {"required": True, "type": "string"},
    "/type": {"required": True, "type": "string", "enum": ('"', "'", "\n", "", "import")},
    "/self": {"type": "integer"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_key_v1_must_refuse(promise: Broken) -> None:
    KEY.refuses(promise)


def test_published_examples_of_key_v1_survive_the_round_trip() -> None:
    KEY.survives()


def test_any_valid_key_v1_survives_the_round_trip() -> None:
    KEY.survives_any()


def test_key_v1_ignores_members_it_does_not_know() -> None:
    KEY.ignores_unknown_members()


def test_key_v1_travels_as_a_cloud_event() -> None:
    KEY.travels()
