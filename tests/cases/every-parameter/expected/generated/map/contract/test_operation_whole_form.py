# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What wholeForm promises to its callers: GET /form"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.map.contract import BODIES
from generated.map.service import SERVICE

WHOLE_FORM = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="wholeForm",
        method="GET",
        path="/form",
        parameters=(
            Parameter(
                "selector",
                "querystring",
                "selector",
                style="form",
                explode=True,
                content_type="application/x-www-form-urlencoded",
            ),
        ),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=({"selector": {"q": "a b", "n": 4}},),
)

MEMBERS: Members = {
    "/selector": {"required": True, "type": "object"},
}


@pytest.mark.parametrize("promise", broken_requests(WHOLE_FORM.route, MEMBERS), ids=str)
def test_whole_form_must_refuse(promise: Broken) -> None:
    WHOLE_FORM.refuses(promise)


def test_whole_form_answers_as_documented() -> None:
    WHOLE_FORM.answers_as_documented()
