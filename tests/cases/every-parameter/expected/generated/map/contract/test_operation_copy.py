# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What copy promises to its callers: COPY /search"""

from __future__ import annotations

from specfold import HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.map.contract import BODIES
from generated.map.service import SERVICE

COPY = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="copy", method="COPY", path="/search"),
    answers={"204": ()},
    bodies=BODIES,
)


def test_copy_answers_as_documented() -> None:
    COPY.answers_as_documented()
