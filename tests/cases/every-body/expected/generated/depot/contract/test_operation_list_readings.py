# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What listReadings promises to its callers: GET /readings"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

LIST_READINGS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="listReadings",
        method="GET",
        path="/readings",
        parameters=(Parameter("as", "query", "as", style="form", explode=True),),
    ),
    answers={"200": ("application/x-ndjson", "application/json-seq", "text/event-stream")},
    bodies=BODIES,
    examples=({"as": "lines"},),
)

MEMBERS: Members = {
    "/as": {"required": True, "enum": ("lines", "sequence", "events")},
}


@pytest.mark.parametrize("promise", broken_requests(LIST_READINGS.route, MEMBERS), ids=str)
def test_list_readings_must_refuse(promise: Broken) -> None:
    LIST_READINGS.refuses(promise)


def test_list_readings_answers_as_documented() -> None:
    LIST_READINGS.answers_as_documented()
