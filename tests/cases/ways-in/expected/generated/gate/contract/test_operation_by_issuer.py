# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byIssuer promises to its callers: GET /issuer"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_ISSUER = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="byIssuer",
        method="GET",
        path="/issuer",
        security=(Security(scheme="machines", scopes=("run",)),),
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_issuer_refuses_strangers() -> None:
    BY_ISSUER.refuses_strangers()


def test_by_issuer_refuses_a_token_without_its_scopes() -> None:
    BY_ISSUER.refuses_without_scopes()


def test_by_issuer_answers_as_documented() -> None:
    BY_ISSUER.answers_as_documented()
