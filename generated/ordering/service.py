# Generated from specs/. Do not edit: change the spec, then generate again.
"""The ordering service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.ordering.api import ROUTES
from generated.ordering.decisions import (
    CANCEL_ORDER,
    CHANGE_DELIVERY_ADDRESS,
    CONFIRM_ORDER,
    ORDER,
    PLACE_ORDER,
)
from generated.ordering.policies import ON_PAYMENT_CAPTURED, ON_PAYMENT_DECLINED
from generated.ordering.projections import CUSTOMER_TOTALS, ORDER_SUMMARY
from generated.ordering.reading import CATALOG

SERVICE = Service(
    name="ordering",
    source="//shop.example/ordering",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    decisions=(PLACE_ORDER, CHANGE_DELIVERY_ADDRESS, CONFIRM_ORDER, CANCEL_ORDER),
    policies=(ON_PAYMENT_CAPTURED, ON_PAYMENT_DECLINED),
    routes=ROUTES,
    outcomes="/commands/ordering",
    readers=(
        Reader(
            channel="orders",
            catalog=CATALOG,
            aggregates=(ORDER,),
            views=(CUSTOMER_TOTALS, ORDER_SUMMARY),
        ),
    ),
)
