"""reading.py: the catalog of a service's events."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.python.code import Code, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import Contract, upcasters
from specfold_generator.rendering.handlers import ProtocolView, protocol_view
from specfold_generator.rendering.names import UPCASTERS

FIXED = {
    "specfold": ["Catalog", "fill_missing_handlers"],
    "typing": ["Protocol"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """`protocols` is empty where every event has one version; else the catalog takes its upcasters."""

    head: Head
    protocols: tuple[ProtocolView, ...]
    catalog: Code
    value: Code


def reading_view(context: Context) -> ReadingView | None:
    """The catalog; None if the service has no event."""
    if not context.service.events:
        return None
    imports = Imports(local=["CATALOG", "Upcasters"], fixed={**FIXED, context.handwritten: [UPCASTERS]})
    contract = upcasters(context, imports)
    arguments = [
        context.event_class(imports, event, version.number)
        for event in context.service.events
        for version in event.versions
    ]
    if contract:
        arguments.append(Code(f"upcasts={_upcasts(contract)}"))
    catalog = Code(f"Catalog({', '.join(arguments)})")
    doc = f"How the events of the {context.service.name} service are read: every version up to the latest."
    return ReadingView(
        head=context.head(imports, doc),
        protocols=(protocol_view(context, contract),) if contract else (),
        catalog=catalog,
        value=Code(f"_catalog({UPCASTERS})") if contract else catalog,
    )


def _upcasts(contract: Contract) -> Code:
    return mapping(
        (method.parameters[0][1], name(f"{UPCASTERS}.{method.name}")) for method in contract.methods
    )
