# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byPassword promises to its callers: GET /basic"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_PASSWORD = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="byPassword", method="GET", path="/basic", security=(Security(scheme="basic"),)),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_password_refuses_strangers() -> None:
    BY_PASSWORD.refuses_strangers()


def test_by_password_answers_as_documented() -> None:
    BY_PASSWORD.answers_as_documented()
