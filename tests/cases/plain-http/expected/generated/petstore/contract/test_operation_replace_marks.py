# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What replaceMarks promises to its callers: PUT /marks"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE

REPLACE_MARKS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="replaceMarks", method="PUT", path="/marks", body="body", body_required=True),
    answers={"204": ()},
    bodies=BODIES,
    examples=({"body": {"marks": [1, 2]}},),
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
}


@pytest.mark.parametrize("promise", broken_requests(REPLACE_MARKS.route, MEMBERS), ids=str)
def test_replace_marks_must_refuse(promise: Broken) -> None:
    REPLACE_MARKS.refuses(promise)


def test_replace_marks_refuses_a_body_it_cannot_read() -> None:
    REPLACE_MARKS.refuses_other_content()


def test_replace_marks_answers_as_documented() -> None:
    REPLACE_MARKS.answers_as_documented()
