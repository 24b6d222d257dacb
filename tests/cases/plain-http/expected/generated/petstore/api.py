# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the petstore service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Parameter,
    fill_missing_handlers,
)

from generated.petstore.commands import CreatePets, ReplaceLabels, ReplaceMarks, ReplaceNames
from generated.petstore.handlers import Operations, PetsOperations
from generated.petstore.queries import GetFilesByNameByExt, ListPets, ShowPetById
from handwritten.petstore import operations, pets_operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations
fill_missing_handlers(pets_operations, PetsOperations)
_PETS_OPERATIONS: PetsOperations = pets_operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="listPets",
        method="GET",
        path="/pets",
        request=ListPets,
        handle=_PETS_OPERATIONS.list_pets,
        parameters=(Parameter("limit", "query", "limit", style="form", explode=True),),
    ),
    OperationRoute(
        name="createPets",
        method="POST",
        path="/pets",
        request=CreatePets,
        handle=_PETS_OPERATIONS.create_pets,
        body="body",
        body_required=True,
    ),
    OperationRoute(
        name="showPetById",
        method="GET",
        path="/pets/{petId}",
        request=ShowPetById,
        handle=_OPERATIONS.show_pet_by_id,
        parameters=(Parameter("petId", "path", "petId"),),
    ),
    OperationRoute(
        name="replaceNames",
        method="PUT",
        path="/names",
        request=ReplaceNames,
        handle=_OPERATIONS.replace_names,
        body="body",
    ),
    OperationRoute(
        name="replaceMarks",
        method="PUT",
        path="/marks",
        request=ReplaceMarks,
        handle=_OPERATIONS.replace_marks,
        body="body",
        body_required=True,
    ),
    OperationRoute(
        name="replaceLabels",
        method="PUT",
        path="/labels",
        request=ReplaceLabels,
        handle=_OPERATIONS.replace_labels,
        body="body",
    ),
    OperationRoute(
        name="getFilesByNameByExt",
        method="GET",
        path="/files/{name}.{ext}",
        request=GetFilesByNameByExt,
        handle=_OPERATIONS.get_files_by_name_by_ext,
        parameters=(Parameter("name", "path", "name"), Parameter("ext", "path", "ext")),
    ),
)
