# Generated from specs/asyncapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What Weighed, version 1, promises to anyone who writes or reads it.

What an animal weighs.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.zoo.contract import SCHEMAS
from generated.zoo.events import Weighed

WEIGHED = EventPromise(
    event=Weighed,
    type="Weighed.v1",
    schemas=SCHEMAS,
    source="/zoo",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/grams": {"required": True, "type": "integer", "minimum": -2147483648, "maximum": 2147483647},
    "/on": {"required": True, "type": "integer", "minimum": -2147483648, "maximum": 2147483647},
    "/mood": {"required": True, "type": "string", "enum": ("CALM", "WILD")},
    "/earlier": {"type": "array"},
    "/earlier/0": {"type": "object"},
    "/earlier/0/grams": {"required": True, "type": "integer", "minimum": -2147483648, "maximum": 2147483647},
    "/earlier/0/on": {"required": True, "type": "integer", "minimum": -2147483648, "maximum": 2147483647},
    "/earlier/0/mood": {"required": True, "type": "string", "enum": ("CALM", "WILD")},
    "/earlier/0/earlier": {"type": "array"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_weighed_v1_must_refuse(promise: Broken) -> None:
    WEIGHED.refuses(promise)


def test_published_examples_of_weighed_v1_survive_the_round_trip() -> None:
    WEIGHED.survives()


def test_any_valid_weighed_v1_survives_the_round_trip() -> None:
    WEIGHED.survives_any()


def test_weighed_v1_ignores_members_it_does_not_know() -> None:
    WEIGHED.ignores_unknown_members()


def test_weighed_v1_travels_as_a_cloud_event() -> None:
    WEIGHED.travels()
