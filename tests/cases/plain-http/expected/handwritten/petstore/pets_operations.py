"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.petstore.commands import CreatePets
from generated.petstore.queries import ListPets


def list_pets(request: ListPets, /) -> Answer:
    """List all pets

    Documented answers: 200 (Pets), default (Error).
    """
    raise NotImplementedError("answer listPets")


def create_pets(request: CreatePets, /) -> Answer:
    """Create a pet

    Documented answers: 201.
    """
    raise NotImplementedError("answer createPets")
