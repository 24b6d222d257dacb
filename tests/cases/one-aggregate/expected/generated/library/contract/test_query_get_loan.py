# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What getLoan promises to its callers: GET /loans/{bookId}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    QueryPromise,
)

from generated.library.contract import BODIES
from generated.library.contract.test_projection_loan import LOAN
from generated.library.service import SERVICE

GET_LOAN = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getLoan",
        method="GET",
        path="/loans/{bookId}",
        parameters=(Parameter("bookId", "path", "bookId"),),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    projection=LOAN,
    key=("bookId",),
)


def test_get_loan_answers_with_the_row_that_events_made() -> None:
    GET_LOAN.finds_the_row()


def test_get_loan_waits_for_the_version_it_is_asked_for() -> None:
    GET_LOAN.waits_for_a_version()
