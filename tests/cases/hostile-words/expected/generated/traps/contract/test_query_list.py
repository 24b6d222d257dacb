# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What list promises to its callers: GET /b/{class}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    QueryPromise,
)

from generated.traps.contract import BODIES
from generated.traps.contract.test_projection_row import ROW
from generated.traps.service import SERVICE

LIST = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="list", method="GET", path="/b/{class}", parameters=(Parameter("class", "path", "class"),)
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    projection=ROW,
    key=("class",),
    sort="type",
)


def test_list_lists_nothing_where_nothing_is() -> None:
    LIST.lists_nothing()
