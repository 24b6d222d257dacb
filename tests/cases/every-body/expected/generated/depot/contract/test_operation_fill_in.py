# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What fillIn promises to its callers: POST /forms"""

from __future__ import annotations

from specfold import Encoding, HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

FILL_IN = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="fillIn",
        method="POST",
        path="/forms",
        body="body",
        body_required=True,
        content_types=("application/x-www-form-urlencoded",),
        encodings={
            "application/x-www-form-urlencoded": {
                "tags": Encoding(style="spaceDelimited", explode=False),
                "size": Encoding(style="deepObject", explode=False),
                "place": Encoding(content_types=("application/json",)),
            }
        },
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    examples=({"body": {"count": 2, "tags": ["a", "b"], "size": {"width": 3}, "place": {"city": "Ulm"}}},),
)


def test_fill_in_refuses_a_body_it_cannot_read() -> None:
    FILL_IN.refuses_other_content()


def test_fill_in_answers_as_documented() -> None:
    FILL_IN.answers_as_documented()
