# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What eitherWay promises to its callers: GET /either"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

EITHER_WAY = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="eitherWay",
        method="GET",
        path="/either",
        security=(Security(scheme="people", scopes=("admin",)),),
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_either_way_refuses_strangers() -> None:
    EITHER_WAY.refuses_strangers()


def test_either_way_refuses_a_token_without_its_scopes() -> None:
    EITHER_WAY.refuses_without_scopes()


def test_either_way_answers_as_documented() -> None:
    EITHER_WAY.answers_as_documented()
