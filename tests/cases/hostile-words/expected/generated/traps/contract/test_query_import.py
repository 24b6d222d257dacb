# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What import promises to its callers: GET /a/{class}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    QueryPromise,
)

from generated.traps.contract import BODIES
from generated.traps.contract.test_projection_row import ROW
from generated.traps.service import SERVICE

IMPORT = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="import", method="GET", path="/a/{class}", parameters=(Parameter("class", "path", "class"),)
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    projection=ROW,
    key=("class",),
)


def test_import_answers_with_the_row_that_events_made() -> None:
    IMPORT.finds_the_row()


def test_import_waits_for_the_version_it_is_asked_for() -> None:
    IMPORT.waits_for_a_version()
