"""What is not written by hand yet is no broken promise: its tests are skipped, and say what to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest


def unwritten(what: str) -> NoReturn:
    """Skip: `what` is to be written by hand."""
    pytest.skip(f"written by hand: {what}")


@contextmanager
def written_by_hand() -> Iterator[None]:
    """Runs handwritten code; a stub skips the test."""
    try:
        yield
    except NotImplementedError as stub:
        unwritten(str(stub) or "a stub")


def stub_at(error: str | None) -> bool:
    """Whether a cursor was stopped by a stub."""
    return bool(error) and str(error).startswith(("NotImplementedError", "Unwritten"))
