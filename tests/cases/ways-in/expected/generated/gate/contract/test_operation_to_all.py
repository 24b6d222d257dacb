# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What toAll promises to its callers: GET /nobody"""

from __future__ import annotations

from specfold import HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

TO_ALL = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="toAll", method="GET", path="/nobody"),
    answers={"204": ()},
    bodies=BODIES,
)


def test_to_all_answers_as_documented() -> None:
    TO_ALL.answers_as_documented()
