# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What listLoans promises to its callers: GET /shelves/{shelf}/loans"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    QueryPromise,
    broken_requests,
)

from generated.library.contract import BODIES
from generated.library.contract.test_projection_loan import LOAN
from generated.library.service import SERVICE

LIST_LOANS = QueryPromise(
    service=SERVICE,
    route=HttpRoute(
        name="listLoans",
        method="GET",
        path="/shelves/{shelf}/loans",
        parameters=(Parameter("shelf", "path", "shelf"),),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
    projection=LOAN,
    key=("shelf",),
    sort="at",
)

MEMBERS: Members = {
    "/shelf": {"required": True, "type": "integer"},
}


@pytest.mark.parametrize("promise", broken_requests(LIST_LOANS.route, MEMBERS), ids=str)
def test_list_loans_must_refuse(promise: Broken) -> None:
    LIST_LOANS.refuses(promise)


def test_list_loans_lists_nothing_where_nothing_is() -> None:
    LIST_LOANS.lists_nothing()
