"""How many cases a property test runs: a bounded number, or many where SPECFOLD_DEEP=1."""

from __future__ import annotations

import os
from typing import Final

DEEP: Final = os.environ.get("SPECFOLD_DEEP", "") not in ("", "0")
CASES: Final = 100_000  # at least, in the deep form


def cases(*, bounded: int, deep: int = CASES) -> int:
    """The number of cases of this form."""
    return deep if DEEP else bounded
