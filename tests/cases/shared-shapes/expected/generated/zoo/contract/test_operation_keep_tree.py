# Generated from specs/openapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What keepTree promises to its callers: PUT /trees"""

from __future__ import annotations

import pytest
from specfold import HttpRoute
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.zoo.contract import BODIES
from generated.zoo.service import SERVICE

KEEP_TREE = OperationPromise(
    service=SERVICE,
    route=HttpRoute(name="keepTree", method="PUT", path="/trees", body="body", body_required=True),
    answers={"200": ("application/json",)},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/body": {"required": True, "type": "object"},
    "/body/animal": {"required": True},
    "/body/children": {"type": "array"},
}


@pytest.mark.parametrize("promise", broken_requests(KEEP_TREE.route, MEMBERS), ids=str)
def test_keep_tree_must_refuse(promise: Broken) -> None:
    KEEP_TREE.refuses(promise)


def test_keep_tree_refuses_a_body_it_cannot_read() -> None:
    KEEP_TREE.refuses_other_content()


def test_keep_tree_answers_as_documented() -> None:
    KEEP_TREE.answers_as_documented()
