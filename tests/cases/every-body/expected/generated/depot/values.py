# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the depot service are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from specfold import Value


class FillInBodyPlace(Value):
    """Spec: specs/openapi/depot.yaml#/paths/~1forms/post/properties/body/properties/place"""

    city: str | None = None


class FillInBodySize(Value):
    """Spec: specs/openapi/depot.yaml#/paths/~1forms/post/properties/body/properties/size"""

    width: int | None = None


class FillInBody(Value):
    """Spec: specs/openapi/depot.yaml#/paths/~1forms/post/properties/body"""

    count: Annotated[int, Field(ge=1)]
    tags: list[str] | None = None
    size: FillInBodySize | None = None
    place: FillInBodyPlace | None = None


class ListReadingsAs(StrEnum):
    """Spec: specs/openapi/depot.yaml#/paths/~1readings/get/properties/as"""

    LINES = "lines"
    SEQUENCE = "sequence"
    EVENTS = "events"


class Note(Value):
    """Spec: specs/openapi/depot.yaml#/components/schemas/Note"""

    text: str


class Reading(Value):
    """Spec: specs/openapi/depot.yaml#/components/schemas/Reading"""

    celsius: float


class UploadBodyAbout(Value):
    """Spec: specs/openapi/depot.yaml#/paths/~1uploads/post/properties/body/properties/about"""

    dpi: int | None = None


class UploadBody(Value):
    """Spec: specs/openapi/depot.yaml#/paths/~1uploads/post/properties/body"""

    title: str
    photo: str
    more: list[str] | None = None
    about: UploadBodyAbout | None = None
