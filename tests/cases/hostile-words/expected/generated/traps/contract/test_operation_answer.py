# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What Answer promises to its callers: POST /c"""

from __future__ import annotations

from specfold import HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.traps.contract import BODIES
from generated.traps.service import SERVICE

ANSWER = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="Answer", method="POST", path="/c", body="body", content_types=("text/plain",)),
    answers={"200": ()},
    bodies=BODIES,
)


def test_answer_refuses_a_body_it_cannot_read() -> None:
    ANSWER.refuses_other_content()


def test_answer_answers_as_documented() -> None:
    ANSWER.answers_as_documented()
