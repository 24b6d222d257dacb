# Generated from specs/. Do not edit: change the spec, then generate again.
"""The sales service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.sales.decisions import DEAL
from generated.sales.reading import CATALOG

SERVICE = Service(
    name="sales",
    source="/sales",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    readers=(
        Reader(
            channel="deals",
            catalog=CATALOG,
            aggregates=(DEAL,),
            views=(),
        ),
    ),
)
