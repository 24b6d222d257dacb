# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What watch promises to its callers: PUT /parcels/{parcelId}/watchers"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.courier.contract import BODIES
from generated.courier.service import SERVICE

WATCH = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="watch",
        method="PUT",
        path="/parcels/{parcelId}/watchers",
        parameters=(Parameter("parcelId", "path", "parcelId"),),
        body="body",
        body_required=True,
    ),
    answers={"200": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/parcelId": {"required": True, "type": "string"},
    "/body": {"required": True, "type": "object"},
    "/body/hook": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(WATCH.route, MEMBERS), ids=str)
def test_watch_must_refuse(promise: Broken) -> None:
    WATCH.refuses(promise)


def test_watch_refuses_a_body_it_cannot_read() -> None:
    WATCH.refuses_other_content()


def test_watch_answers_as_documented() -> None:
    WATCH.answers_as_documented()
