# Generated from specs/. Do not edit: change the spec, then generate again.
"""The payments service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.payments.api import ROUTES
from generated.payments.decisions import CAPTURE_PAYMENT, DECLINE_PAYMENT, PAYMENT, REQUEST_PAYMENT
from generated.payments.policies import ON_ORDER_PLACED
from generated.payments.projections import PAYMENT_STATUS
from generated.payments.reading import CATALOG

SERVICE = Service(
    name="payments",
    source="//shop.example/payments",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    decisions=(REQUEST_PAYMENT, CAPTURE_PAYMENT, DECLINE_PAYMENT),
    policies=(ON_ORDER_PLACED,),
    routes=ROUTES,
    outcomes="/commands/payments",
    readers=(
        Reader(
            channel="payments",
            catalog=CATALOG,
            aggregates=(PAYMENT,),
            views=(PAYMENT_STATUS,),
        ),
    ),
)
