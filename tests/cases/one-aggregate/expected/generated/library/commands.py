# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the library service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command, Rejection


class AddBook(Command):
    """Put a book on a shelf. The library chooses its number. POST /books

    Spec: specs/openapi/library.yaml#/paths/~1books/post
    """

    book_id: Annotated[str, Field(alias="bookId")]
    title: str
    shelf: Annotated[int, Field(ge=1)]


class LendBook(Command):
    """PUT /books/{bookId}/loan

    Spec: specs/openapi/library.yaml#/paths/~1books~1{bookId}~1loan/put
    """

    book_id: Annotated[str, Field(alias="bookId")]
    x_desk: Annotated[str | None, Field(alias="X-Desk")] = None
    reader: str | None = None


class NoSuchBook(Rejection, status=404):
    """No such book."""
