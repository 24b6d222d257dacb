# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""The questions that the support service answers."""

from __future__ import annotations

from specfold import Query


class GetMonth(Query):
    """GET /regions/{region}/months/{month}

    Spec: specs/openapi/support.yaml#/paths/~1regions~1{region}~1months~1{month}/get
    """

    region: str
    month: int
