# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What getFilesByNameByExt promises to its callers: GET /files/{name}.{ext}"""

from __future__ import annotations

import pytest

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE
from runtime.service import HttpRoute, Parameter
from runtime.testing.promises.broken import Broken, Members
from runtime.testing.promises.operations import OperationPromise
from runtime.testing.promises.routes import broken_requests

GET_FILES_BY_NAME_BY_EXT = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="getFilesByNameByExt",
        method="GET",
        path="/files/{name}.{ext}",
        parameters=(Parameter("name", "path", "name"), Parameter("ext", "path", "ext")),
    ),
    answers={"200": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/name": {"required": True, "type": "string"},
    "/ext": {"required": True, "type": "string"},
}


@pytest.mark.parametrize("promise", broken_requests(GET_FILES_BY_NAME_BY_EXT.route, MEMBERS), ids=str)
def test_get_files_by_name_by_ext_must_refuse(promise: Broken) -> None:
    GET_FILES_BY_NAME_BY_EXT.refuses(promise)


def test_get_files_by_name_by_ext_answers_as_documented() -> None:
    GET_FILES_BY_NAME_BY_EXT.answers_as_documented()
