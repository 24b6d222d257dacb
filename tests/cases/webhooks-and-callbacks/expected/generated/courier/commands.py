# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the courier service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command

from generated.courier.values import TrackBody, WatchBody


class Track(Command):
    """POST /trackings

    Spec: specs/openapi/courier.yaml#/paths/~1trackings/post
    """

    callback_url: Annotated[str, Field(alias="callbackUrl")]
    body: TrackBody


class Watch(Command):
    """PUT /parcels/{parcelId}/watchers

    Spec: specs/openapi/courier.yaml#/paths/~1parcels~1{parcelId}~1watchers/put
    """

    parcel_id: Annotated[str, Field(alias="parcelId")]
    body: WatchBody
