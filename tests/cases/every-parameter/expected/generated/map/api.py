# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the map service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Parameter,
    fill_missing_handlers,
)

from generated.map.commands import Copy
from generated.map.handlers import Operations
from generated.map.queries import InHeaders, InPaths, InQueries, WholeForm, WholeJson
from handwritten.map import operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="inPaths",
        method="GET",
        path="/tiles/{plain}/{label}/{labels}/{matrix}/{matrices}/{both}",
        request=InPaths,
        handle=_OPERATIONS.in_paths,
        parameters=(
            Parameter("plain", "path", "plain"),
            Parameter("label", "path", "label", style="label"),
            Parameter("labels", "path", "labels", style="label", explode=True),
            Parameter("matrix", "path", "matrix", style="matrix"),
            Parameter("matrices", "path", "matrices", style="matrix", explode=True),
            Parameter("both", "path", "both", explode=True),
        ),
    ),
    OperationRoute(
        name="inQueries",
        method="GET",
        path="/search",
        request=InQueries,
        handle=_OPERATIONS.in_queries,
        parameters=(
            Parameter("many", "query", "many", style="form", explode=True),
            Parameter("one", "query", "one", style="form"),
            Parameter("spaced", "query", "spaced", style="spaceDelimited"),
            Parameter("piped", "query", "piped", style="pipeDelimited"),
            Parameter("deep", "query", "deep", style="deepObject", explode=True),
            Parameter("flat", "query", "flat", style="form", explode=True),
            Parameter("free", "query", "free", style="form", explode=True, reserved=True),
            Parameter("json", "query", "json", style="form", explode=True, content_type="application/json"),
        ),
    ),
    OperationRoute(
        name="inHeaders",
        method="QUERY",
        path="/search",
        request=InHeaders,
        handle=_OPERATIONS.in_headers,
        parameters=(
            Parameter("X-Ids", "header", "X-Ids"),
            Parameter("X-Point", "header", "X-Point", explode=True),
            Parameter("session", "cookie", "session", style="form", explode=True),
            Parameter("tags", "cookie", "tags", style="form"),
        ),
        body="body",
        body_required=True,
    ),
    OperationRoute(
        name="copy",
        method="COPY",
        path="/search",
        request=Copy,
        handle=_OPERATIONS.copy,
    ),
    OperationRoute(
        name="wholeForm",
        method="GET",
        path="/form",
        request=WholeForm,
        handle=_OPERATIONS.whole_form,
        parameters=(
            Parameter(
                "selector",
                "querystring",
                "selector",
                style="form",
                explode=True,
                content_type="application/x-www-form-urlencoded",
            ),
        ),
    ),
    OperationRoute(
        name="wholeJson",
        method="GET",
        path="/json",
        request=WholeJson,
        handle=_OPERATIONS.whole_json,
        parameters=(
            Parameter(
                "filter", "querystring", "filter", style="form", explode=True, content_type="application/json"
            ),
        ),
    ),
)
