# Generated from specs/openapi/reading_room.yaml. Do not edit: change the spec, then generate again.
"""The questions that the reading_room service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query


class GetBooks(Query):
    """GET /books

    Spec: specs/openapi/reading_room.yaml#/paths/~1books/get
    """

    page: int | None = None


class GetShelvesByShelfIdBooks(Query):
    """The books of a shelf. GET /shelves/{shelfId}/books

    Spec: specs/openapi/reading_room.yaml#/paths/~1shelves~1{shelfId}~1books/get
    """

    shelf_id: Annotated[str, Field(alias="shelfId")]
