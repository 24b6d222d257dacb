# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the quotes service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.quotes.events import Check, QuoteGiven, QuoteRefused, QuoteRequested, Result

CATALOG = Catalog(Check, QuoteGiven, QuoteRefused, QuoteRequested, Result)
