"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.traps.queries import ImportOs


def import_os(request: ImportOs, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer '); import os; ('")
