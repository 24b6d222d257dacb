# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""The questions that the traps service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query


class Import(Query):
    """GET /a/{class}

    Spec: specs/openapi/traps.yaml#/paths/~1a~1{class}/get
    """

    class_: Annotated[str, Field(alias="class")]


class List(Query):
    """GET /b/{class}

    Spec: specs/openapi/traps.yaml#/paths/~1b~1{class}/get
    """

    class_: Annotated[str, Field(alias="class")]


class ImportOs(Query):
    """GET /c

    Spec: specs/openapi/traps.yaml#/paths/~1c/get
    """

    limit: Annotated[int | None, Field(alias='limit"')] = None
    request: str | None = None
    header_request: Annotated[str | None, Field(alias="header-request")] = None
