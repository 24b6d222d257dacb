"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.traps.commands import Answer as TrapsAnswer


def answer(request: TrapsAnswer, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer Answer")
