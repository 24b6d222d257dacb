# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the courier service are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field
from specfold import Value


class Delivered(Value):
    """Spec: specs/openapi/courier.yaml#/components/schemas/Delivered"""

    parcel_id: Annotated[str, Field(alias="parcelId")]
    at: AwareDatetime


class MoveTo(StrEnum):
    """Spec: specs/openapi/courier.yaml#/components/schemas/Move/properties/to"""

    HUB = "hub"
    VAN = "van"
    DOOR = "door"


class Move(Value):
    """Spec: specs/openapi/courier.yaml#/components/schemas/Move"""

    to: MoveTo


class Receipt(Value):
    """Spec: specs/openapi/courier.yaml#/components/schemas/Receipt"""

    id: str


class TrackBody(Value):
    """Spec: specs/openapi/courier.yaml#/paths/~1trackings/post/properties/body"""

    parcel_id: Annotated[str, Field(alias="parcelId")]


class WatchBody(Value):
    """Spec: specs/openapi/courier.yaml#/paths/~1parcels~1{parcelId}~1watchers/put/properties/body"""

    hook: str
