# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""Requests that the courier service makes of others: webhooks and callbacks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Value

from generated.courier.values import Delivered, Move


class PostMoved(Value):
    """The parcel moved. POST {$request.query.callbackUrl}/parcels/{$request.body#/parcelId}

    Spec:
    specs/openapi/courier.yaml#/paths/~1trackings/post/callbacks/moved/{$request.query.callbackUrl}~1parcels~1{$request.body%23~1parcelId}/post
    """

    body: Move


class PostMoved494786(Value):
    """POST {$request.body#/hook}

    Spec: specs/openapi/courier.yaml#/components/callbacks/moved/{$request.body%23~1hook}/post
    """

    body: Move


class Forget(Value, extra="allow"):
    """DELETE https://log.example/{$request.path.parcelId}/{$response.header.Location}

    Spec:
    specs/openapi/courier.yaml#/paths/~1parcels~1{parcelId}~1watchers/put/callbacks/gone/https:~1~1log.example~1{$request.path.parcelId}~1{$response.header.Location}/delete
    """


class PostParcelDelivered(Value):
    """A parcel reached its door. POST parcelDelivered

    Spec: specs/openapi/courier.yaml#/webhooks/parcelDelivered/post
    """

    x_signature: Annotated[str, Field(alias="X-Signature", min_length=1)]
    body: Delivered


class PostParcelPhotographed(Value):
    """POST parcelPhotographed

    Spec: specs/openapi/courier.yaml#/webhooks/parcelPhotographed/post
    """

    body: str
