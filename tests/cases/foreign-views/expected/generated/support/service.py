# Generated from specs/. Do not edit: change the spec, then generate again.
"""The support service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.sales.reading import CATALOG as SALES_CATALOG
from generated.support.api import ROUTES
from generated.support.decisions import CLOSE_TICKET, TICKET
from generated.support.policies import ON_DEAL_CLOSED
from generated.support.projections import MONTH
from generated.support.reading import CATALOG

SERVICE = Service(
    name="support",
    source="/support",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    decisions=(CLOSE_TICKET,),
    policies=(ON_DEAL_CLOSED,),
    routes=ROUTES,
    outcomes="/commands/support",
    readers=(
        Reader(
            channel="deals",
            catalog=CATALOG,
            aggregates=(TICKET,),
            views=(MONTH,),
        ),
        Reader(
            channel="sales.deals",
            catalog=SALES_CATALOG,
            aggregates=(),
            views=(MONTH,),
        ),
    ),
)
