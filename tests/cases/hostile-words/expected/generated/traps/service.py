# Generated from specs/. Do not edit: change the spec, then generate again.
"""The traps service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.traps.api import ROUTES
from generated.traps.decisions import DEF, EVENT
from generated.traps.policies import POLICY
from generated.traps.projections import ROW
from generated.traps.reading import CATALOG

SERVICE = Service(
    name="traps",
    source="//traps.example/",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    decisions=(DEF,),
    policies=(POLICY,),
    routes=ROUTES,
    outcomes="/commands/traps",
    readers=(
        Reader(
            channel="import os",
            catalog=CATALOG,
            aggregates=(EVENT,),
            views=(ROW,),
        ),
    ),
)
