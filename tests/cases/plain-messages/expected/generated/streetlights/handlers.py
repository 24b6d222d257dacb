# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/streetlights provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from generated.streetlights.events import LightMeasured


class ReceiveLightMeasurement(Protocol):
    """Inform about environmental lighting conditions of a particular streetlight.

    Called once or more for a message: repeating it must do no harm.

    Written by hand in handwritten/streetlights/receive_light_measurement.py.
    """

    def on_light_measured(self, event: LightMeasured, /, *, streetlight_id: str) -> None: ...
