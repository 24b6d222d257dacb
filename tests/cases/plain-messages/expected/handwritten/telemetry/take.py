"""Called once or more for a message: repeating it must do no harm."""

from __future__ import annotations

from generated.telemetry.events import Reading


def on_reading(event: Reading, /) -> None:
    """what to do about Reading"""
    raise NotImplementedError("what to do about Reading")
