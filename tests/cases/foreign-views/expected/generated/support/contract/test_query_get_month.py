# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""What getMonth promises to its callers: GET /regions/{region}/months/{month}"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    QueryPromise,
    broken_requests,
)

from generated.support.contract import BODIES
from generated.support.contract.test_projection_month import MONTH
from generated.support.service import SERVICE

GET_MONTH = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getMonth",
        method="GET",
        path="/regions/{region}/months/{month}",
        parameters=(Parameter("region", "path", "region"), Parameter("month", "path", "month")),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    projection=MONTH,
    key=("region", "month"),
)

MEMBERS: Members = {
    "/region": {"required": True, "type": "string"},
    "/month": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_MONTH.route, MEMBERS), ids=str)
def test_get_month_must_refuse(promise: Broken) -> None:
    GET_MONTH.refuses(promise)


def test_get_month_answers_with_the_row_that_events_made() -> None:
    GET_MONTH.finds_the_row()
