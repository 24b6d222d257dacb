# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the courier service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Parameter,
    fill_missing_handlers,
)

from generated.courier.commands import Track, Watch
from generated.courier.handlers import Operations
from handwritten.courier import operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="track",
        method="POST",
        path="/trackings",
        request=Track,
        handle=_OPERATIONS.track,
        parameters=(Parameter("callbackUrl", "query", "callbackUrl", style="form", explode=True),),
        body="body",
        body_required=True,
    ),
    OperationRoute(
        name="watch",
        method="PUT",
        path="/parcels/{parcelId}/watchers",
        request=Watch,
        handle=_OPERATIONS.watch,
        parameters=(Parameter("parcelId", "path", "parcelId"),),
        body="body",
        body_required=True,
    ),
)
