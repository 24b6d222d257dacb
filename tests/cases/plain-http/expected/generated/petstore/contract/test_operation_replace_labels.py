# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What replaceLabels promises to its callers: PUT /labels"""

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

REPLACE_LABELS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="replaceLabels", method="PUT", path="/labels", body="body"),
    answers={"204": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/body": {"type": ("object", "null"), "minProperties": 1, "maxProperties": 2},
}


@pytest.mark.parametrize("promise", broken_requests(REPLACE_LABELS.route, MEMBERS), ids=str)
def test_replace_labels_must_refuse(promise: Broken) -> None:
    REPLACE_LABELS.refuses(promise)


def test_replace_labels_refuses_a_body_it_cannot_read() -> None:
    REPLACE_LABELS.refuses_other_content()


def test_replace_labels_answers_as_documented() -> None:
    REPLACE_LABELS.answers_as_documented()
