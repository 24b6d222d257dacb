# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the petstore service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue
from specfold import Command, Nullable

from generated.petstore.values import Pet, ReplaceMarksBody


class CreatePets(Command):
    """Create a pet. POST /pets

    Spec: specs/openapi/petstore.yaml#/paths/~1pets/post
    """

    body: Pet


class ReplaceNames(Command):
    """PUT /names

    Spec: specs/openapi/petstore.yaml#/paths/~1names/put
    """

    body: Annotated[
        list[Annotated[str | None, Field(min_length=2, max_length=9)]] | None,
        Nullable,
        Field(min_length=1, max_length=3),
    ] = None


class ReplaceMarks(Command):
    """PUT /marks

    Spec: specs/openapi/petstore.yaml#/paths/~1marks/put
    """

    body: ReplaceMarksBody


class ReplaceLabels(Command):
    """PUT /labels

    Spec: specs/openapi/petstore.yaml#/paths/~1labels/put
    """

    body: Annotated[dict[str, JsonValue] | None, Nullable, Field(min_length=1, max_length=2)] = None
