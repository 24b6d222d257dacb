# Generated from specs/. Do not edit: change the spec, then generate again.
"""The depot service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Catalog, Schemas, Service

from generated.depot.api import ROUTES

SERVICE = Service(
    name="depot",
    source="/depot",
    catalog=Catalog(),
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    routes=ROUTES,
    readers=(),
)
