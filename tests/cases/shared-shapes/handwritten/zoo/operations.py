"""Operations that are answered wholly by hand."""

from __future__ import annotations

from typing import assert_never

from specfold import Answer

from generated.zoo.commands import KeepTree, TakeIn
from generated.zoo.values import Cat, Dog


def take_in(request: TakeIn, /) -> Answer:
    """A cat or a dog, told apart by its kind."""
    match request.body:
        case Cat() | Dog() as animal:
            return Answer(status=201, body=animal)
        case other:
            assert_never(other)


def keep_tree(request: KeepTree, /) -> Answer:
    """However deep it is."""
    return Answer(body=request.body)
