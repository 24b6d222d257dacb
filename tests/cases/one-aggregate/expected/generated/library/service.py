# Generated from specs/. Do not edit: change the spec, then generate again.
"""The library service, put together: what is handwritten, bound to what the specs say."""

from __future__ import annotations

from pathlib import Path

from specfold import Reader, Schemas, Service

from generated.library.api import ROUTES
from generated.library.decisions import ADD_BOOK, BOOK, LEND_BOOK
from generated.library.projections import LOAN
from generated.library.reading import CATALOG

SERVICE = Service(
    name="library",
    source="/library",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("schemas.json")),
    decisions=(ADD_BOOK, LEND_BOOK),
    routes=ROUTES,
    outcomes="/commands/library",
    readers=(
        Reader(
            channel="books",
            catalog=CATALOG,
            aggregates=(BOOK,),
            views=(LOAN,),
        ),
    ),
)
