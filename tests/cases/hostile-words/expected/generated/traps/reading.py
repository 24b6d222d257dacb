# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the traps service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.traps.events import Key, NoneModel, Sequence, Service, View

CATALOG = Catalog(Key, NoneModel, Sequence, Service, View)
