# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What createPets promises to its callers: POST /pets

Create a pet
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE

CREATE_PETS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="createPets", method="POST", path="/pets", body="body", body_required=True),
    answers={"201": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
    "/body/id": {"required": True, "type": "integer"},
    "/body/name": {"required": True, "type": "string"},
    "/body/tag": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(CREATE_PETS.route, MEMBERS), ids=str)
def test_create_pets_must_refuse(promise: Broken) -> None:
    CREATE_PETS.refuses(promise)


def test_create_pets_refuses_a_body_it_cannot_read() -> None:
    CREATE_PETS.refuses_other_content()


def test_create_pets_answers_as_documented() -> None:
    CREATE_PETS.answers_as_documented()
