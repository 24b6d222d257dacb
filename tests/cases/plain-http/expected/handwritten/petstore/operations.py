"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.petstore.commands import ReplaceLabels, ReplaceMarks, ReplaceNames
from generated.petstore.queries import GetFilesByNameByExt, ShowPetById


def show_pet_by_id(request: ShowPetById, /) -> Answer:
    """Info for a specific pet

    Documented answers: 200 (Pet).
    """
    raise NotImplementedError("answer showPetById")


def replace_names(request: ReplaceNames, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer replaceNames")


def replace_marks(request: ReplaceMarks, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer replaceMarks")


def replace_labels(request: ReplaceLabels, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer replaceLabels")


def get_files_by_name_by_ext(request: GetFilesByNameByExt, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer getFilesByNameByExt")
