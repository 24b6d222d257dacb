"""How many histories: SPECFOLD_PROOF is "full" or "ci" for `make proof`, not set for `make test`."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.runtime import shop

HISTORIES = {"": 200, "ci": 4_000, "full": 100_000}


@pytest.fixture
def histories() -> int:
    """As many as were asked for."""
    return HISTORIES[os.environ.get("SPECFOLD_PROOF", "")]


@pytest.fixture(autouse=True)
def _mended() -> Iterator[None]:
    yield
    shop.broken.clear()
