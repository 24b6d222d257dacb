"""Operations that are answered wholly by hand."""

from __future__ import annotations

from generated.traps.commands import Answer as TrapsAnswer
from runtime.service import Answer


def answer(request: TrapsAnswer, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer Answer")
