# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byCertificate promises to its callers: GET /mutual"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_CERTIFICATE = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="byCertificate", method="GET", path="/mutual", security=(Security(scheme="mutual"),)
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_certificate_refuses_strangers() -> None:
    BY_CERTIFICATE.refuses_strangers()


def test_by_certificate_answers_as_documented() -> None:
    BY_CERTIFICATE.answers_as_documented()
