# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What replaceNames promises to its callers: PUT /names"""

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

REPLACE_NAMES = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="replaceNames", method="PUT", path="/names", body="body"),
    answers={"204": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/body": {"type": ("array", "null"), "minItems": 1, "maxItems": 3, "uniqueItems": True},
    "/body/0": {"type": ("string", "null"), "minLength": 2, "maxLength": 9},
}


@pytest.mark.parametrize("promise", broken_requests(REPLACE_NAMES.route, MEMBERS), ids=str)
def test_replace_names_must_refuse(promise: Broken) -> None:
    REPLACE_NAMES.refuses(promise)


def test_replace_names_refuses_a_body_it_cannot_read() -> None:
    REPLACE_NAMES.refuses_other_content()


def test_replace_names_answers_as_documented() -> None:
    REPLACE_NAMES.answers_as_documented()
