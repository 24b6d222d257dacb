# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What inHeaders promises to its callers: QUERY /search"""

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

IN_HEADERS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="inHeaders",
        method="QUERY",
        path="/search",
        parameters=(
            Parameter("X-Ids", "header", "X-Ids"),
            Parameter("X-Point", "header", "X-Point", explode=True),
            Parameter("session", "cookie", "session", style="form", explode=True),
            Parameter("tags", "cookie", "tags", style="form"),
        ),
        body="body",
        body_required=True,
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=(
        {
            "body": {"x": 3, "y": 4},
            "X-Ids": [1, 2],
            "X-Point": {"x": 1, "y": 2},
            "session": "s-1",
            "tags": ["a", "b"],
        },
    ),
)

MEMBERS: Members = {
    "/X-Ids": {"type": "array"},
    "/X-Point": {"type": "object"},
    "/session": {"required": True, "type": "string"},
    "/tags": {"type": "array"},
    "/body": {"required": True, "type": "object"},
    "/body/x": {"required": True, "type": "integer"},
    "/body/y": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken_requests(IN_HEADERS.route, MEMBERS), ids=str)
def test_in_headers_must_refuse(promise: Broken) -> None:
    IN_HEADERS.refuses(promise)


def test_in_headers_refuses_a_body_it_cannot_read() -> None:
    IN_HEADERS.refuses_other_content()


def test_in_headers_answers_as_documented() -> None:
    IN_HEADERS.answers_as_documented()
