# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the support service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.support.events import Closed

CATALOG = Catalog(Closed)
