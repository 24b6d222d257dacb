# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byDefault promises to its callers: GET /default"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_DEFAULT = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="byDefault",
        method="GET",
        path="/default",
        security=(Security(scheme="people", scopes=("read",)),),
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_default_refuses_strangers() -> None:
    BY_DEFAULT.refuses_strangers()


def test_by_default_refuses_a_token_without_its_scopes() -> None:
    BY_DEFAULT.refuses_without_scopes()


def test_by_default_answers_as_documented() -> None:
    BY_DEFAULT.answers_as_documented()
