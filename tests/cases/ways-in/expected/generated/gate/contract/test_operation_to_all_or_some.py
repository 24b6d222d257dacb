# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What toAllOrSome promises to its callers: GET /maybe"""

from __future__ import annotations

from specfold import HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

TO_ALL_OR_SOME = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="toAllOrSome", method="GET", path="/maybe"),
    answers={"204": ()},
    bodies=BODIES,
)


def test_to_all_or_some_answers_as_documented() -> None:
    TO_ALL_OR_SOME.answers_as_documented()
