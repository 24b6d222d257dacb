# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byBoth promises to its callers: GET /both"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_BOTH = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="byBoth", method="GET", path="/both", security=(Security(scheme="people and key"),)),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_both_refuses_strangers() -> None:
    BY_BOTH.refuses_strangers()


def test_by_both_answers_as_documented() -> None:
    BY_BOTH.answers_as_documented()
