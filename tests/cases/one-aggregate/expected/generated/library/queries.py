# Generated from specs/openapi/library.yaml. Do not edit: change the spec, then generate again.
"""The questions that the library service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query


class ListLoans(Query):
    """GET /shelves/{shelf}/loans

    Spec: specs/openapi/library.yaml#/paths/~1shelves~1{shelf}~1loans/get
    """

    shelf: int


class GetLoan(Query):
    """GET /loans/{bookId}

    Spec: specs/openapi/library.yaml#/paths/~1loans~1{bookId}/get
    """

    book_id: Annotated[str, Field(alias="bookId")]
