# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What track promises to its callers: POST /trackings"""

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

TRACK = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="track",
        method="POST",
        path="/trackings",
        parameters=(Parameter("callbackUrl", "query", "callbackUrl", style="form", explode=True),),
        body="body",
        body_required=True,
    ),
    answers={"201": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/callbackUrl": {"required": True, "type": "string"},
    "/body": {"required": True, "type": "object"},
    "/body/parcelId": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(TRACK.route, MEMBERS), ids=str)
def test_track_must_refuse(promise: Broken) -> None:
    TRACK.refuses(promise)


def test_track_refuses_a_body_it_cannot_read() -> None:
    TRACK.refuses_other_content()


def test_track_answers_as_documented() -> None:
    TRACK.answers_as_documented()
