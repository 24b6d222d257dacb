# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What wholeJson promises to its callers: GET /json"""

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

WHOLE_JSON = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="wholeJson",
        method="GET",
        path="/json",
        parameters=(
            Parameter(
                "filter", "querystring", "filter", style="form", explode=True, content_type="application/json"
            ),
        ),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=({"filter": {"x": 1, "y": 2}},),
)

MEMBERS: Members = {
    "/filter": {"required": True, "type": "object"},
}


@pytest.mark.parametrize("promise", broken_requests(WHOLE_JSON.route, MEMBERS), ids=str)
def test_whole_json_must_refuse(promise: Broken) -> None:
    WHOLE_JSON.refuses(promise)


def test_whole_json_answers_as_documented() -> None:
    WHOLE_JSON.answers_as_documented()
