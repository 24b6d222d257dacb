# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What postParcelDelivered promises to its receivers: POST parcelDelivered

A parcel reached its door.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, Members, OutgoingPromise, broken

from generated.courier.senders import POST_PARCEL_DELIVERED as POST_PARCEL_DELIVERED_SENT
from generated.courier.webhooks import PostParcelDelivered

POST_PARCEL_DELIVERED = OutgoingPromise(
    outgoing=POST_PARCEL_DELIVERED_SENT,
    request=PostParcelDelivered,
)

MEMBERS: Members = {
    "/X-Signature": {"required": True, "type": "string", "minLength": 1},
    "/body": {"required": True, "type": "object"},
    "/body/parcelId": {"required": True, "type": "string"},
    "/body/at": {"required": True, "type": "string", "format": "date-time"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_post_parcel_delivered_must_refuse(promise: Broken) -> None:
    POST_PARCEL_DELIVERED.refuses(promise)


def test_post_parcel_delivered_arrives_as_it_was_sent() -> None:
    POST_PARCEL_DELIVERED.arrives()


def test_post_parcel_delivered_is_not_sent_unless_it_is_as_published() -> None:
    POST_PARCEL_DELIVERED.sends_nothing_else()


def test_post_parcel_delivered_knows_the_answer_200() -> None:
    POST_PARCEL_DELIVERED.knows("200")


def test_post_parcel_delivered_knows_the_answer_410() -> None:
    POST_PARCEL_DELIVERED.knows("410")
