"""When a write in memory takes effect: conditions on cursors, and faults before or after the write."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from specfold.eventlog.cursor import Cursor
from specfold.model.errors import Unavailable

U = TypeVar("U")
Fault = Callable[[str], None]  # is given the point ("put", "put done", "write", "write done"); may raise


def no_fault(_point: str) -> None:
    """Nothing fails."""


def as_expected(found: Cursor | None, expected: Cursor | None) -> bool:
    """Whether a stored cursor meets the condition of a step: see `specfold.eventlog.ports`."""

    def compared(cursor: Cursor | None) -> object:
        return cursor and (cursor.version, cursor.top, cursor.epoch, cursor.seq, cursor.status, cursor.missed)

    return compared(found) == compared(expected)


def written(fault: Fault, write: Callable[[U], bool], unit: U) -> bool:
    """Write a unit under faults: what is not known to be written counts as not written."""
    try:
        fault("write")
        done = write(unit)
        fault("write done")
    except Unavailable:
        return False
    return done
