# Generated from specs/asyncapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What Born, version 1, promises to anyone who writes or reads it.

A family tree holds itself.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.zoo.contract import SCHEMAS
from generated.zoo.events import Born

BORN = EventPromise(
    event=Born,
    type="Born.v1",
    schemas=SCHEMAS,
    source="/zoo",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/animal": {"required": True},
    "/children": {"type": "array"},
    "/children/0": {"type": "object"},
    "/children/0/animal": {"required": True},
    "/children/0/children": {"type": "array"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_born_v1_must_refuse(promise: Broken) -> None:
    BORN.refuses(promise)


def test_published_examples_of_born_v1_survive_the_round_trip() -> None:
    BORN.survives()


def test_any_valid_born_v1_survives_the_round_trip() -> None:
    BORN.survives_any()


def test_born_v1_ignores_members_it_does_not_know() -> None:
    BORN.ignores_unknown_members()


def test_born_v1_travels_as_a_cloud_event() -> None:
    BORN.travels()
