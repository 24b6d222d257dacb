# Generated from specs/openapi/ordering.yaml. Do not edit: change the spec, then generate again.
"""What changeDeliveryAddress promises to its callers: PUT /orders/{orderId}/delivery-address

Have the order delivered elsewhere.
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter, Security
from specfold.testing.contract import (
    Broken,
    CommandPromise,
    Members,
    broken_requests,
)

from generated.ordering.commands import NoLongerOpen, UnknownOrder
from generated.ordering.contract import BODIES
from generated.ordering.events import DeliveryAddressChanged
from generated.ordering.service import SERVICE
from handwritten.ordering import scenarios

CHANGE_DELIVERY_ADDRESS = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="changeDeliveryAddress",
        method="PUT",
        path="/orders/{orderId}/delivery-address",
        parameters=(Parameter("orderId", "path", "orderId"),),
        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    answers={
        "200": (),
        "202": (),
        "400": ("application/problem+json",),
        "404": ("application/problem+json",),
        "409": ("application/problem+json",),
        "412": ("application/problem+json",),
    },
    bodies=BODIES,
    examples=(
        {
            "deliverTo": {
                "name": "Ada Lovelace",
                "street": "10 Saint James's Street",
                "city": "London",
                "country": "GB",
            },
            "orderId": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
        },
    ),
    emits=(DeliveryAddressChanged,),
)

MEMBERS: Members = {
    "/orderId": {"required": True, "type": "string", "format": "uuid"},
    "/deliverTo": {"required": True, "type": "object"},
    "/deliverTo/name": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/street": {"required": True, "type": "string", "minLength": 1, "maxLength": 200},
    "/deliverTo/city": {"required": True, "type": "string", "minLength": 1, "maxLength": 100},
    "/deliverTo/country": {"required": True, "type": "string", "pattern": "^[A-Z]{2}$"},
}


@pytest.mark.parametrize("promise", broken_requests(CHANGE_DELIVERY_ADDRESS.route, MEMBERS), ids=str)
def test_change_delivery_address_must_refuse(promise: Broken) -> None:
    CHANGE_DELIVERY_ADDRESS.refuses(promise)


def test_change_delivery_address_refuses_strangers() -> None:
    CHANGE_DELIVERY_ADDRESS.refuses_strangers()


def test_change_delivery_address_refuses_a_token_without_its_scopes() -> None:
    CHANGE_DELIVERY_ADDRESS.refuses_without_scopes()


def test_change_delivery_address_refuses_a_body_it_cannot_read() -> None:
    CHANGE_DELIVERY_ADDRESS.refuses_other_content()


def test_change_delivery_address_gives_any_valid_request_a_documented_answer() -> None:
    CHANGE_DELIVERY_ADDRESS.answers_any()


def test_change_delivery_address_refuses_a_version_that_is_not_there() -> None:
    CHANGE_DELIVERY_ADDRESS.refuses_another_version()


def test_change_delivery_address_lets_delivery_address_changed_happen() -> None:
    CHANGE_DELIVERY_ADDRESS.happens(
        scenarios.change_delivery_address_emits_delivery_address_changed, DeliveryAddressChanged
    )


def test_change_delivery_address_tells_where_its_outcome_will_stand() -> None:
    CHANGE_DELIVERY_ADDRESS.answers_later(scenarios.change_delivery_address_emits_delivery_address_changed)


def test_change_delivery_address_acts_once_when_it_is_sent_again() -> None:
    CHANGE_DELIVERY_ADDRESS.acts_once(scenarios.change_delivery_address_emits_delivery_address_changed)


def test_change_delivery_address_answers_404_unknown_order() -> None:
    CHANGE_DELIVERY_ADDRESS.refused(
        scenarios.change_delivery_address_is_refused_as_unknown_order, UnknownOrder, 404
    )


def test_change_delivery_address_answers_409_no_longer_open() -> None:
    CHANGE_DELIVERY_ADDRESS.refused(
        scenarios.change_delivery_address_is_refused_as_no_longer_open, NoLongerOpen, 409
    )
