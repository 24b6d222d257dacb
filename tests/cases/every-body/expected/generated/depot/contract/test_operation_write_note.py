# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What writeNote promises to its callers: POST /notes"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

WRITE_NOTE = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="writeNote",
        method="POST",
        path="/notes",
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
    answers={"200": ("application/json", "text/plain")},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
    "/body/text": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(WRITE_NOTE.route, MEMBERS), ids=str)
def test_write_note_must_refuse(promise: Broken) -> None:
    WRITE_NOTE.refuses(promise)


def test_write_note_reads_a_body_of_every_media_type() -> None:
    WRITE_NOTE.reads_every_content()


def test_write_note_answers_as_documented() -> None:
    WRITE_NOTE.answers_as_documented()
