# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the zoo service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    fill_missing_handlers,
)

from generated.zoo.commands import KeepTree, TakeIn
from generated.zoo.handlers import Operations
from handwritten.zoo import operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="takeIn",
        method="POST",
        path="/animals",
        request=TakeIn,
        handle=_OPERATIONS.take_in,
        body="body",
        body_required=True,
    ),
    OperationRoute(
        name="keepTree",
        method="PUT",
        path="/trees",
        request=KeepTree,
        handle=_OPERATIONS.keep_tree,
        body="body",
        body_required=True,
    ),
)
