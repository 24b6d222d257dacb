# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the traps service, operation by operation."""

from __future__ import annotations

from specfold import (
    CommandRoute,
    Found,
    HttpRoute,
    OperationRoute,
    Parameter,
    QueryRoute,
    RowPage,
    RowStore,
    fill_missing_handlers,
)

from generated.traps.commands import Answer
from generated.traps.decisions import DEF
from generated.traps.handlers import ClassOperations, EtcOperations
from generated.traps.queries import Import, ImportOs, List
from generated.traps.read_models import RowModel
from generated.traps.tables import RowModelTable
from handwritten.traps import class__operations, etc_operations


def import_(request: Import, rows: RowStore) -> Found[RowModel] | None:
    """Answers import."""
    return RowModelTable(rows).get(request.class_)


def list_(request: List, rows: RowStore) -> RowPage[RowModel]:
    """Answers list."""
    return RowModelTable(rows).get_x299(request.class_, limit=20)


fill_missing_handlers(class__operations, ClassOperations)
_CLASS__OPERATIONS: ClassOperations = class__operations
fill_missing_handlers(etc_operations, EtcOperations)
_ETC_OPERATIONS: EtcOperations = etc_operations

ROUTES: tuple[HttpRoute, ...] = (
    CommandRoute(
        name="def",
        method="PUT",
        path="/a/{class}",
        decision=DEF,
        parameters=(Parameter("class", "path", "class"),),
    ),
    QueryRoute(
        name="import",
        method="GET",
        path="/a/{class}",
        request=Import,
        answer=import_,
        view="Row",
        parameters=(Parameter("class", "path", "class"),),
    ),
    QueryRoute(
        name="list",
        method="GET",
        path="/b/{class}",
        request=List,
        answer=list_,
        view="Row",
        parameters=(Parameter("class", "path", "class"),),
    ),
    OperationRoute(
        name="'); import os; ('",
        method="GET",
        path="/c",
        request=ImportOs,
        handle=_ETC_OPERATIONS.import_os,
        parameters=(
            Parameter('limit"', "query", 'limit"', style="form", explode=True),
            Parameter("request", "query", "request", style="form", explode=True),
            Parameter("request", "header", "header-request"),
        ),
    ),
    OperationRoute(
        name="Answer",
        method="POST",
        path="/c",
        request=Answer,
        handle=_CLASS__OPERATIONS.answer,
        body="body",
        content_types=("text/plain",),
    ),
)
