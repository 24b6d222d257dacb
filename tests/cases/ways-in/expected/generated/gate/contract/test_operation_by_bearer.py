# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byBearer promises to its callers: GET /bearer"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_BEARER = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="byBearer", method="GET", path="/bearer", security=(Security(scheme="bearer"),)),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_bearer_refuses_strangers() -> None:
    BY_BEARER.refuses_strangers()


def test_by_bearer_answers_as_documented() -> None:
    BY_BEARER.answers_as_documented()
