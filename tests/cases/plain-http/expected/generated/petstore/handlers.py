# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/petstore provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.petstore.commands import CreatePets, ReplaceLabels, ReplaceMarks, ReplaceNames
from generated.petstore.queries import GetFilesByNameByExt, ListPets, ShowPetById


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/petstore/operations.py.
    """

    def show_pet_by_id(self, request: ShowPetById, /) -> Answer: ...

    def replace_names(self, request: ReplaceNames, /) -> Answer: ...

    def replace_marks(self, request: ReplaceMarks, /) -> Answer: ...

    def replace_labels(self, request: ReplaceLabels, /) -> Answer: ...

    def get_files_by_name_by_ext(self, request: GetFilesByNameByExt, /) -> Answer: ...


class PetsOperations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/petstore/pets_operations.py.
    """

    def list_pets(self, request: ListPets, /) -> Answer: ...

    def create_pets(self, request: CreatePets, /) -> Answer: ...
