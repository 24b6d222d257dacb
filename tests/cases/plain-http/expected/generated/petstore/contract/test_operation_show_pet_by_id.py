# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What showPetById promises to its callers: GET /pets/{petId}

Info for a specific pet
"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE

SHOW_PET_BY_ID = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="showPetById",
        method="GET",
        path="/pets/{petId}",
        parameters=(Parameter("petId", "path", "petId"),),
    ),
    answers={"200": ("application/json",)},
    bodies=BODIES,
)


def test_show_pet_by_id_answers_as_documented() -> None:
    SHOW_PET_BY_ID.answers_as_documented()
