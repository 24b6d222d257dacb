# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What getFilesByNameByExt promises to its callers: GET /files/{name}.{ext}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    OperationPromise,
)

from generated.petstore.contract import BODIES
from generated.petstore.service import SERVICE

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


def test_get_files_by_name_by_ext_answers_as_documented() -> None:
    GET_FILES_BY_NAME_BY_EXT.answers_as_documented()
