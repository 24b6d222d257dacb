# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What putBlob promises to its callers: PUT /blobs/{name}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

PUT_BLOB = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="putBlob",
        method="PUT",
        path="/blobs/{name}",
        parameters=(Parameter("name", "path", "name"),),
        body="body",
        body_required=True,
        content_types=("application/octet-stream",),
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_put_blob_refuses_a_body_it_cannot_read() -> None:
    PUT_BLOB.refuses_other_content()


def test_put_blob_answers_as_documented() -> None:
    PUT_BLOB.answers_as_documented()
