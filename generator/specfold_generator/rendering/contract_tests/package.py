"""The package of a service's contract tests."""

from __future__ import annotations

from specfold_generator.model import ir
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.package import PackageView

FIXED = {
    "specfold": ["Schemas"],
    "pathlib": ["Path"],
    "specfold.testing.contract": ["Bodies"],
}


def contract_view(context: Context) -> PackageView | None:
    """The beginning of the package; None if the service promises nothing that can be tested."""
    service = context.service
    if not (service.events or routes(service) or service.outgoing):
        return None
    doc = f"What the {service.name} service promises, and tests that see whether it keeps it."
    return PackageView(head=context.head(Imports(fixed=FIXED), doc))


def routes(service: ir.Service) -> tuple[ir.Route, ...]:
    """Every route of a service."""
    asked: list[ir.Command | ir.Query | ir.Operation] = [
        *service.commands,
        *service.queries,
        *service.operations,
    ]
    return tuple(node.route for node in asked)
