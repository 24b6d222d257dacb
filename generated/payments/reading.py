# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the payments service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.payments.events import PaymentCaptured, PaymentDeclined, PaymentRequested

CATALOG = Catalog(PaymentCaptured, PaymentDeclined, PaymentRequested)
