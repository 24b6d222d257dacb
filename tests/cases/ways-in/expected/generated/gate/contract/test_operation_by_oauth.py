# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""What byOauth promises to its callers: GET /oauth"""

from __future__ import annotations

from specfold import HttpRoute, Security
from specfold.testing.contract import (
    OperationPromise,
)

from generated.gate.contract import BODIES
from generated.gate.service import SERVICE

BY_OAUTH = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="byOauth", method="GET", path="/oauth", security=(Security(scheme="oauth", scopes=("read",)),)
    ),
    answers={"204": ()},
    bodies=BODIES,
)


def test_by_oauth_refuses_strangers() -> None:
    BY_OAUTH.refuses_strangers()


def test_by_oauth_refuses_a_token_without_its_scopes() -> None:
    BY_OAUTH.refuses_without_scopes()


def test_by_oauth_answers_as_documented() -> None:
    BY_OAUTH.answers_as_documented()
