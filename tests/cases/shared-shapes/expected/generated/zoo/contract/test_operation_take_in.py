# Generated from specs/openapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What takeIn promises to its callers: POST /animals"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.zoo.contract import BODIES
from generated.zoo.service import SERVICE

TAKE_IN = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="takeIn", method="POST", path="/animals", body="body", body_required=True),
    answers={"201": ("application/json",)},
    bodies=BODIES,
    examples=(
        {"body": {"kind": "cat", "name": "Tom", "lives": None}},
        {"body": {"kind": "dog", "name": "Rex", "tricks": ["sit"]}},
    ),
)

MEMBERS: Members = {
    "/body": {"required": True},
}


@pytest.mark.parametrize("promise", broken_requests(TAKE_IN.route, MEMBERS), ids=str)
def test_take_in_must_refuse(promise: Broken) -> None:
    TAKE_IN.refuses(promise)


def test_take_in_refuses_a_body_it_cannot_read() -> None:
    TAKE_IN.refuses_other_content()


def test_take_in_answers_as_documented() -> None:
    TAKE_IN.answers_as_documented()
