# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What postParcelPhotographed promises to its receivers: POST parcelPhotographed"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, Members, OutgoingPromise, broken

from generated.courier.senders import POST_PARCEL_PHOTOGRAPHED as POST_PARCEL_PHOTOGRAPHED_SENT
from generated.courier.webhooks import PostParcelPhotographed

POST_PARCEL_PHOTOGRAPHED = OutgoingPromise(
    outgoing=POST_PARCEL_PHOTOGRAPHED_SENT,
    request=PostParcelPhotographed,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_post_parcel_photographed_must_refuse(promise: Broken) -> None:
    POST_PARCEL_PHOTOGRAPHED.refuses(promise)


def test_post_parcel_photographed_arrives_as_it_was_sent() -> None:
    POST_PARCEL_PHOTOGRAPHED.arrives()


def test_post_parcel_photographed_is_not_sent_unless_it_is_as_published() -> None:
    POST_PARCEL_PHOTOGRAPHED.sends_nothing_else()


def test_post_parcel_photographed_knows_the_answer_default() -> None:
    POST_PARCEL_PHOTOGRAPHED.knows("default")
