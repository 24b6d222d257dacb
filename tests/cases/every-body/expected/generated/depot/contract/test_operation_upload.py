# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What upload promises to its callers: POST /uploads"""

from __future__ import annotations

from specfold import Encoding, HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

UPLOAD = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="upload",
        method="POST",
        path="/uploads",
        body="body",
        body_required=True,
        content_types=("multipart/form-data",),
        encodings={"multipart/form-data": {"photo": Encoding(content_types=("image/png", "image/jpeg"))}},
    ),
    answers={"201": ("application/json",)},
    bodies=BODIES,
    examples=(
        {"body": {"title": "A cat", "photo": "iVBORw==", "more": ["AAE=", "AgM="], "about": {"dpi": 300}}},
    ),
)


def test_upload_refuses_a_body_it_cannot_read() -> None:
    UPLOAD.refuses_other_content()


def test_upload_answers_as_documented() -> None:
    UPLOAD.answers_as_documented()
