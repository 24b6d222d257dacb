# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the telemetry service are read: every version up to the latest."""

from __future__ import annotations

from generated.telemetry.events import Reading
from runtime import Catalog

CATALOG = Catalog(Reading)
