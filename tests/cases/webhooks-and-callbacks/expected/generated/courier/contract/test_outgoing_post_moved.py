# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What postMoved promises to its receivers: POST
{$request.query.callbackUrl}/parcels/{$request.body#/parcelId}

The parcel moved.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, Members, OutgoingPromise, broken

from generated.courier.commands import Track
from generated.courier.senders import POST_MOVED as POST_MOVED_SENT
from generated.courier.webhooks import PostMoved

POST_MOVED = OutgoingPromise(
    outgoing=POST_MOVED_SENT,
    request=PostMoved,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
    "/body/to": {"required": True, "type": "string", "enum": ("hub", "van", "door")},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_post_moved_must_refuse(promise: Broken) -> None:
    POST_MOVED.refuses(promise)


def test_post_moved_arrives_as_it_was_sent() -> None:
    POST_MOVED.arrives()


def test_post_moved_is_not_sent_unless_it_is_as_published() -> None:
    POST_MOVED.sends_nothing_else()


def test_post_moved_knows_the_answer_204() -> None:
    POST_MOVED.knows("204")


def test_post_moved_knows_the_answer_4xx() -> None:
    POST_MOVED.knows("4XX")


def test_post_moved_goes_where_its_request_said() -> None:
    POST_MOVED.goes_where_it_was_asked(Track)
