# Generated from specs/. Do not edit: change the spec, then generate again.
"""The zoo service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Schemas, Service

from generated.zoo.api import ROUTES
from generated.zoo.reading import CATALOG

SERVICE = Service(
    name="zoo",
    source="/zoo",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    routes=ROUTES,
    readers=(),
)
