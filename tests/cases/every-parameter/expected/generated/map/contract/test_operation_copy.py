# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What copy promises to its callers: COPY /search"""

from __future__ import annotations

from generated.map.contract import BODIES
from generated.map.service import SERVICE
from runtime.service import HttpRoute
from runtime.testing.promises.operations import OperationPromise

COPY = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="copy", method="COPY", path="/search"),
    answers={"204": ()},
    bodies=BODIES,
)


def test_copy_answers_as_documented() -> None:
    COPY.answers_as_documented()
