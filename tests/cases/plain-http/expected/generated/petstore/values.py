# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the petstore service are made of."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, JsonValue
from specfold import Nullable, Value


class Error(Value):
    """Spec: specs/openapi/petstore.yaml#/components/schemas/Error"""

    code: int
    message: str


class Pet(Value):
    """Spec: specs/openapi/petstore.yaml#/components/schemas/Pet"""

    id: int
    name: str
    tag: str | None = None


Pets: TypeAlias = Annotated[list[Pet], Field(max_length=100)]
"""Spec: specs/openapi/petstore.yaml#/components/schemas/Pets"""


class ReplaceMarksBody(Value):
    """Spec: specs/openapi/petstore.yaml#/paths/~1marks/put/properties/body"""

    marks: Annotated[JsonValue, Nullable] = None
