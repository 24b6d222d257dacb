# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What takeReadings promises to its callers: POST /readings"""

from __future__ import annotations

from specfold import HttpRoute
from specfold.testing.contract import (
    OperationPromise,
)

from generated.depot.contract import BODIES
from generated.depot.service import SERVICE

TAKE_READINGS = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="takeReadings",
        method="POST",
        path="/readings",
        body="body",
        body_required=True,
        content_types=("application/jsonl", "application/json-seq"),
    ),
    answers={"202": ()},
    bodies=BODIES,
)


def test_take_readings_refuses_a_body_it_cannot_read() -> None:
    TAKE_READINGS.refuses_other_content()


def test_take_readings_reads_a_body_of_every_media_type() -> None:
    TAKE_READINGS.reads_every_content()


def test_take_readings_answers_as_documented() -> None:
    TAKE_READINGS.answers_as_documented()
