# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""The questions that the petstore service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query


class ListPets(Query):
    """List all pets. GET /pets

    Spec: specs/openapi/petstore.yaml#/paths/~1pets/get
    """

    limit: Annotated[int | None, Field(le=100)] = None
    """How many items to return at one time (max 100)"""


class ShowPetById(Query):
    """Info for a specific pet. GET /pets/{petId}

    Spec: specs/openapi/petstore.yaml#/paths/~1pets~1{petId}/get
    """

    pet_id: Annotated[str, Field(alias="petId")]


class GetFilesByNameByExt(Query):
    """GET /files/{name}.{ext}

    Spec: specs/openapi/petstore.yaml#/paths/~1files~1{name}.{ext}/get
    """

    name: str
    ext: str
