# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the zoo service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.zoo.events import Born, Weighed

CATALOG = Catalog(Born, Weighed)
