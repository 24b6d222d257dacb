# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""The questions that the map service answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Query

from generated.map.values import InQueriesFlat, Point, WholeFormSelector


class InPaths(Query):
    """GET /tiles/{plain}/{label}/{labels}/{matrix}/{matrices}/{both}

    Spec: specs/openapi/map.yaml#/paths/~1tiles~1{plain}~1{label}~1{labels}~1{matrix}~1{matrices}~1{both}/get
    """

    plain: Annotated[list[int], Field(min_length=1)]
    label: list[int]
    labels: list[int]
    matrix: list[int]
    matrices: list[int]
    both: Point


class InQueries(Query):
    """GET /search

    Spec: specs/openapi/map.yaml#/paths/~1search/get
    """

    many: list[int] | None = None
    one: list[str] | None = None
    spaced: list[str] | None = None
    piped: list[str] | None = None
    deep: Point | None = None
    flat: InQueriesFlat | None = None
    free: str | None = None
    json_: Annotated[Point | None, Field(alias="json")] = None


class InHeaders(Query):
    """QUERY /search

    Spec: specs/openapi/map.yaml#/paths/~1search/query
    """

    x_ids: Annotated[list[int] | None, Field(alias="X-Ids")] = None
    x_point: Annotated[Point | None, Field(alias="X-Point")] = None
    session: str
    tags: list[str] | None = None
    body: Point


class WholeForm(Query):
    """GET /form

    Spec: specs/openapi/map.yaml#/paths/~1form/get
    """

    selector: WholeFormSelector


class WholeJson(Query):
    """GET /json

    Spec: specs/openapi/map.yaml#/paths/~1json/get
    """

    filter: Point
