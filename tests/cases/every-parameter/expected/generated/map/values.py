# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the map service are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Value


class InQueriesFlat(Value):
    """Spec: specs/openapi/map.yaml#/paths/~1search/get/properties/flat"""

    from_: Annotated[int | None, Field(alias="from")] = None


class Point(Value):
    """Spec: specs/openapi/map.yaml#/components/schemas/Point"""

    x: int
    y: int


class WholeFormSelector(Value):
    """Spec: specs/openapi/map.yaml#/paths/~1form/get/properties/selector"""

    q: str
    n: int | None = None
