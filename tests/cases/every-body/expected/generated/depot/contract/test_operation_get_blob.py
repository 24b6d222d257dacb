# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What getBlob promises to its callers: GET /blobs/{name}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

GET_BLOB = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getBlob", method="GET", path="/blobs/{name}", parameters=(Parameter("name", "path", "name"),)
    ),
    answers={"200": ("application/octet-stream",)},
    bodies=BODIES,
    examples=({"name": "a.bin"},),
)


def test_get_blob_answers_as_documented() -> None:
    GET_BLOB.answers_as_documented()
