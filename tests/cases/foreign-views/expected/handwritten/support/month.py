"""The read model Month: a pure fold over many aggregates, so it must commute between them. None is no row."""

from __future__ import annotations

from generated.sales.events import Won
from generated.support.events import Closed
from generated.support.read_models import Month


def on_won(row: Month | None, event: Won, /) -> Month | None:
    """how Won changes a row of Month"""
    raise NotImplementedError("how Won changes a row of Month")


def on_closed(row: Month | None, event: Closed, /) -> Month | None:
    """A ticket is closed."""
    raise NotImplementedError("how Closed changes a row of Month")
