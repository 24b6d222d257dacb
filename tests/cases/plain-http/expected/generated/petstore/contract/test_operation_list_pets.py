# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What listPets promises to its callers: GET /pets

List all pets
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE

LIST_PETS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="listPets",
        method="GET",
        path="/pets",
        parameters=(Parameter("limit", "query", "limit", style="form", explode=True),),
    ),
    answers={"200": ("application/json",), "default": ("application/json",)},
    bodies=BODIES,
    examples=({},),
)

MEMBERS: Members = {
    "/limit": {"type": "integer", "maximum": 100},
}


@pytest.mark.parametrize("promise", broken_requests(LIST_PETS.route, MEMBERS), ids=str)
def test_list_pets_must_refuse(promise: Broken) -> None:
    LIST_PETS.refuses(promise)


def test_list_pets_answers_as_documented() -> None:
    LIST_PETS.answers_as_documented()
