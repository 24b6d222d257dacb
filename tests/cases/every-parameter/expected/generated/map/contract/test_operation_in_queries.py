# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What inQueries promises to its callers: GET /search"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.map.contract import BODIES
from generated.map.service import SERVICE

IN_QUERIES = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="inQueries",
        method="GET",
        path="/search",
        parameters=(
            Parameter("many", "query", "many", style="form", explode=True),
            Parameter("one", "query", "one", style="form"),
            Parameter("spaced", "query", "spaced", style="spaceDelimited"),
            Parameter("piped", "query", "piped", style="pipeDelimited"),
            Parameter("deep", "query", "deep", style="deepObject", explode=True),
            Parameter("flat", "query", "flat", style="form", explode=True),
            Parameter("free", "query", "free", style="form", explode=True, reserved=True),
            Parameter("json", "query", "json", style="form", explode=True, content_type="application/json"),
        ),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=(
        {
            "many": [1, 2],
            "one": ["a", "b"],
            "spaced": ["c", "d"],
            "piped": ["e", "f"],
            "deep": {"x": 3, "y": 4},
            "flat": {"from": 5},
            "free": "a/b?c",
            "json": {"x": 6, "y": 7},
        },
    ),
)


def test_in_queries_answers_as_documented() -> None:
    IN_QUERIES.answers_as_documented()
