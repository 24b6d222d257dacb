# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the quotes service are read: every version up to the latest."""

from __future__ import annotations

from generated.quotes.events import Check, QuoteGiven, QuoteRefused, QuoteRequested, Result
from runtime import Catalog

CATALOG = Catalog(Check, QuoteGiven, QuoteRefused, QuoteRequested, Result)
