# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byKey promises to its callers: GET /key"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_KEY = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="byKey", method="GET", path="/key", security=(Security(scheme="key"),)),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_key_refuses_strangers() -> None:
    BY_KEY.refuses_strangers()


def test_by_key_answers_as_documented() -> None:
    BY_KEY.answers_as_documented()
