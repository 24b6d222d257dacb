# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the reading_room service are made of."""

from __future__ import annotations

from typing import Annotated

from specfold import Nullable, Value


class Author(Value, extra="allow"):
    """Spec: specs/openapi/reading_room.yaml#/components/schemas/Author"""

    name: Annotated[str | None, Nullable] = None


class Book(Value):
    """Spec: specs/openapi/reading_room.yaml#/components/schemas/Book"""

    title: str
    subtitle: Annotated[str | None, Nullable] = None
    author: Annotated[Author | None, Nullable] = None
    scan: str | None = None
