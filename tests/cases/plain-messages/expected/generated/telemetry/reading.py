# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the telemetry service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.telemetry.events import Reading

CATALOG = Catalog(Reading)
