"""Inform about environmental lighting conditions of a particular streetlight.

Called once or more for a message: repeating it must do no harm.
"""

from __future__ import annotations

from generated.streetlights.events import LightMeasured


def on_light_measured(event: LightMeasured, /, *, streetlight_id: str) -> None:
    """Inform about environmental lighting conditions of a particular streetlight."""
    raise NotImplementedError("what to do about lightMeasured")
