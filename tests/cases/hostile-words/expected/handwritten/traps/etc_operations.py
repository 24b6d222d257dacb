"""Operations that are answered wholly by hand."""

from __future__ import annotations

from generated.traps.queries import ImportOs
from runtime.service import Answer


def import_os(request: ImportOs, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer '); import os; ('")
