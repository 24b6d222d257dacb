# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/telemetry provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from generated.telemetry.events import Reading


class Take(Protocol):
    """Called once or more for a message: repeating it must do no harm.

    Written by hand in handwritten/telemetry/take.py.
    """

    def on_reading(self, event: Reading, /) -> None: ...
