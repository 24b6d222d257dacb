# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""Read models of the library service: what a row holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field
from specfold import Row


class Loan(Row):
    """Spec: specs/openapi/library.yaml#/components/schemas/Loan"""

    book_id: Annotated[str, Field(alias="bookId")]
    shelf: int
    at: AwareDatetime
