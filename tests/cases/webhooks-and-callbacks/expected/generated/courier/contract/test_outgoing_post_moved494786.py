# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What postMoved_494786 promises to its receivers: POST {$request.body#/hook}"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, Members, OutgoingPromise, broken

from generated.courier.commands import Watch
from generated.courier.senders import POST_MOVED_494786 as POST_MOVED_494786_SENT
from generated.courier.webhooks import PostMoved494786

POST_MOVED_494786 = OutgoingPromise(
    outgoing=POST_MOVED_494786_SENT,
    request=PostMoved494786,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
    "/body/to": {"required": True, "type": "string", "enum": ("hub", "van", "door")},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_post_moved_494786_must_refuse(promise: Broken) -> None:
    POST_MOVED_494786.refuses(promise)


def test_post_moved_494786_arrives_as_it_was_sent() -> None:
    POST_MOVED_494786.arrives()


def test_post_moved_494786_is_not_sent_unless_it_is_as_published() -> None:
    POST_MOVED_494786.sends_nothing_else()


def test_post_moved_494786_knows_the_answer_204() -> None:
    POST_MOVED_494786.knows("204")


def test_post_moved_494786_goes_where_its_request_said() -> None:
    POST_MOVED_494786.goes_where_it_was_asked(Watch)
