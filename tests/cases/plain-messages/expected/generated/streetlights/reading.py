# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the streetlights service are read: every version up to the latest."""

from __future__ import annotations

from generated.streetlights.events import LightMeasured, TurnOnOff
from runtime import Catalog

CATALOG = Catalog(LightMeasured, TurnOnOff)
