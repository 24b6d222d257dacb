# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""Read models of the traps service: what a row holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Row


class RowModel(Row):
    """{{ view }}

    Spec: specs/openapi/traps.yaml#/components/schemas/Row
    """

    class_: Annotated[str, Field(alias="class")]
    type_: Annotated[str, Field(alias="type")]
    row: str | None = None
    event: str | None = None
