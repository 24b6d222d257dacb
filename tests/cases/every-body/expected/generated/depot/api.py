# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the depot service, operation by operation."""

from __future__ import annotations

from specfold import (
    Encoding,
    HttpRoute,
    OperationRoute,
    Parameter,
    fill_missing_handlers,
)

from generated.depot.commands import FillIn, PutBlob, TakeReadings, Upload, WriteNote
from generated.depot.handlers import Operations
from generated.depot.queries import GetBlob, ListReadings
from handwritten.depot import operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="fillIn",
        method="POST",
        path="/forms",
        request=FillIn,
        handle=_OPERATIONS.fill_in,
        body="body",
        body_required=True,
        content_types=("application/x-www-form-urlencoded",),
        encodings={
            "application/x-www-form-urlencoded": {
                "tags": Encoding(style="spaceDelimited", explode=False),
                "size": Encoding(style="deepObject", explode=False),
                "place": Encoding(content_types=("application/json",)),
            }
        },
    ),
    OperationRoute(
        name="upload",
        method="POST",
        path="/uploads",
        request=Upload,
        handle=_OPERATIONS.upload,
        body="body",
        body_required=True,
        content_types=("multipart/form-data",),
        encodings={"multipart/form-data": {"photo": Encoding(content_types=("image/png", "image/jpeg"))}},
    ),
    OperationRoute(
        name="getBlob",
        method="GET",
        path="/blobs/{name}",
        request=GetBlob,
        handle=_OPERATIONS.get_blob,
        parameters=(Parameter("name", "path", "name"),),
    ),
    OperationRoute(
        name="putBlob",
        method="PUT",
        path="/blobs/{name}",
        request=PutBlob,
        handle=_OPERATIONS.put_blob,
        parameters=(Parameter("name", "path", "name"),),
        body="body",
        body_required=True,
        content_types=("application/octet-stream",),
    ),
    OperationRoute(
        name="writeNote",
        method="POST",
        path="/notes",
        request=WriteNote,
        handle=_OPERATIONS.write_note,
        body="body",
        body_required=True,
        content_types=("text/plain", "application/json", "application/xml", "image/*"),
        variants={
            "application/json": "writeNote application/json",
            "text/plain": "writeNote text/plain",
            "application/xml": "writeNote application/xml",
            "image/*": "writeNote image/*",
        },
    ),
    OperationRoute(
        name="listReadings",
        method="GET",
        path="/readings",
        request=ListReadings,
        handle=_OPERATIONS.list_readings,
        parameters=(Parameter("as", "query", "as", style="form", explode=True),),
    ),
    OperationRoute(
        name="takeReadings",
        method="POST",
        path="/readings",
        request=TakeReadings,
        handle=_OPERATIONS.take_readings,
        body="body",
        body_required=True,
        content_types=("application/jsonl", "application/json-seq"),
    ),
)
