"""How many histories: SPECFOLD_PROOF is "full" or "ci" for `make proof`, not set for `make test`.

HISTORIES overrules how many go through the whole of the runtime.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.runtime import shop

FORM = os.environ.get("SPECFOLD_PROOF", "")
RULES = {"mutants": 300, "": 2_000, "ci": 20_000, "full": 200_000}  # of the rule alone
WHOLE = {"mutants": 60, "": 200, "ci": 3_000, "full": 25_000}  # of clients, readers, repairs and losses


@pytest.fixture
def rules() -> int:
    """How many histories of the rule."""
    return RULES[FORM]


@pytest.fixture
def histories() -> int:
    """How many histories of everything."""
    return int(os.environ.get("HISTORIES") or WHOLE[FORM])


@pytest.fixture(autouse=True)
def _mended() -> Iterator[None]:
    yield
    shop.broken.clear()
