# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What inPaths promises to its callers: GET /tiles/{plain}/{label}/{labels}/{matrix}/{matrices}/{both}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.map.contract import BODIES
from generated.map.service import SERVICE

IN_PATHS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="inPaths",
        method="GET",
        path="/tiles/{plain}/{label}/{labels}/{matrix}/{matrices}/{both}",
        parameters=(
            Parameter("plain", "path", "plain"),
            Parameter("label", "path", "label", style="label"),
            Parameter("labels", "path", "labels", style="label", explode=True),
            Parameter("matrix", "path", "matrix", style="matrix"),
            Parameter("matrices", "path", "matrices", style="matrix", explode=True),
            Parameter("both", "path", "both", explode=True),
        ),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=(
        {
            "plain": [1, 2],
            "label": [3, 4],
            "labels": [5, 6],
            "matrix": [7, 8],
            "matrices": [9, 10],
            "both": {"x": 1, "y": 2},
        },
    ),
)


def test_in_paths_answers_as_documented() -> None:
    IN_PATHS.answers_as_documented()
