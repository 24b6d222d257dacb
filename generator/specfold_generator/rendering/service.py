"""service.py: everything of a service in one value, for the runtime."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.model import ir
from specfold_generator.model.event_sources import channel_key, read_channels, rows_by_channel
from specfold_generator.model.http_gateway import outcomes_path
from specfold_generator.python.code import Code, listed, literal
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.policies import log_policies
from specfold_generator.rendering.projections import folded

FIXED = {
    "specfold": ["Catalog", "Reader", "Schemas", "Service"],
    "pathlib": ["Path"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderView:
    """A channel, and what is folded from it."""

    channel: Code
    catalog: Code
    aggregates: Code
    views: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """The whole service."""

    head: Head
    arguments: tuple[tuple[Code, Code], ...]
    readers: tuple[ReaderView, ...]


def service_view(context: Context) -> ServiceView | None:
    """The service as the runtime takes it; None if nothing of it runs there."""
    service = context.service
    routed = bool(service.commands or service.queries or service.operations)
    if not (routed or service.aggregates or folded(service) or log_policies(service)):
        return None
    imports = Imports(local=["SERVICE"], fixed=FIXED)
    doc = f"The {service.name} service, put together: what is handwritten, bound to what the specs say."
    decisions = listed(_constant(context, imports, "command", command.name) for command in service.commands)
    policies = listed(_constant(context, imports, "policy", p.name) for p in log_policies(service))
    arguments = {
        "name": literal(service.name),
        "source": literal(service.source),
        "catalog": context.catalog(imports, service.name) if service.events else Code("Catalog()"),
        "schemas": Code('Schemas(Path(__file__).with_name("schemas.json"))'),
        "decisions": decisions if service.commands else None,
        "policies": policies if log_policies(service) else None,
        "routes": imports.use(f"{context.package}.api", "ROUTES") if routed else None,
        "outcomes": literal(outcomes_path(context.names.package)) if service.commands else None,
    }
    rows = rows_by_channel(service, folded(service))
    return ServiceView(
        arguments=tuple((Code(key), value) for key, value in arguments.items() if value is not None),
        readers=tuple(_reader(context, imports, *p, rows.get(p, [])) for p in read_channels(service)),
        head=context.head(imports, doc),
    )


MODULES = {"aggregate": "decisions", "command": "decisions", "row": "projections", "policy": "policies"}


def _constant(context: Context, imports: Imports, kind: str, about: str) -> Code:
    return imports.use(f"{context.package}.{MODULES[kind]}", context.names.constants[kind, about])


def _reader(
    context: Context, imports: Imports, owner: str, channel: str, rows: list[ir.ReadModel]
) -> ReaderView:
    service = context.service
    own = owner == service.name
    aggregates = [a for a in service.aggregates if own and a.channel == channel]
    return ReaderView(
        channel=literal(channel_key(service, owner, channel)),
        catalog=context.catalog(imports, owner),
        aggregates=listed(_constant(context, imports, "aggregate", a.name) for a in aggregates),
        views=listed(_constant(context, imports, "row", row.name) for row in rows),
    )
