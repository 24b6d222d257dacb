# Generated from specs/openapi/reading_room.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the reading_room service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command

from generated.reading_room.values import Book


class AddBook(Command):
    """POST /shelves/{shelfId}/books

    Spec: specs/openapi/reading_room.yaml#/paths/~1shelves~1{shelfId}~1books/post
    """

    shelf_id: Annotated[str, Field(alias="shelfId")]
    body: Book | None = None
