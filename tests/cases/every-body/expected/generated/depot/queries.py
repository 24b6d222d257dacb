# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""The questions that the depot service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query

from generated.depot.values import ListReadingsAs


class GetBlob(Query):
    """GET /blobs/{name}

    Spec: specs/openapi/depot.yaml#/paths/~1blobs~1{name}/get
    """

    name: Annotated[str, Field(min_length=1)]


class ListReadings(Query):
    """GET /readings

    Spec: specs/openapi/depot.yaml#/paths/~1readings/get
    """

    as_: Annotated[ListReadingsAs, Field(alias="as")]
