# Generated from specs/asyncapi/library.yaml. Do not edit: change the spec, then generate again.
"""Events of the library service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, Field
from specfold import Event


class BookAddedV1(Event, type="BookAdded", version=1):
    """A book is on the shelf.

    Spec: specs/asyncapi/library.yaml#/components/messages/BookAddedV1
    """

    book_id: Annotated[str, Field(alias="bookId")]
    name: str


class BookAddedV2(Event, type="BookAdded", version=2):
    """A book is on the shelf.

    Spec: specs/asyncapi/library.yaml#/components/messages/BookAddedV2
    """

    book_id: Annotated[str, Field(alias="bookId")]
    title: str


class BookAdded(Event, type="BookAdded", version=3):
    """A book is on the shelf.

    Spec: specs/asyncapi/library.yaml#/components/messages/BookAdded
    """

    book_id: Annotated[str, Field(alias="bookId")]
    title: str
    shelf: Annotated[int, Field(ge=1)]


class BookLent(Event, type="BookLent", version=1):
    """Spec: specs/asyncapi/library.yaml#/components/messages/BookLent"""

    book_id: Annotated[str, Field(alias="bookId")]
    reader: str
    shelf: int
    at: AwareDatetime


class BookReturned(Event, type="BookReturned", version=1):
    """Spec: specs/asyncapi/library.yaml#/components/messages/BookReturned"""

    book_id: Annotated[str, Field(alias="bookId")]


BookEvent: TypeAlias = BookAdded | BookLent | BookReturned
