# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What '); import os; (' promises to its callers: GET /c"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.traps.contract import BODIES
from generated.traps.service import SERVICE

IMPORT_OS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="'); import os; ('",
        method="GET",
        path="/c",
        parameters=(
            Parameter('limit"', "query", 'limit"', style="form", explode=True),
            Parameter("request", "query", "request", style="form", explode=True),
            Parameter("request", "header", "header-request"),
        ),
    ),
    answers={"200": ()},
    bodies=BODIES,
    examples=({},),
)

MEMBERS: Members = {
    '/limit"': {"type": "integer"},
    "/request": {"type": "string"},
    "/header-request": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(IMPORT_OS.route, MEMBERS), ids=str)
def test_import_os_must_refuse(promise: Broken) -> None:
    IMPORT_OS.refuses(promise)


def test_import_os_answers_as_documented() -> None:
    IMPORT_OS.answers_as_documented()
