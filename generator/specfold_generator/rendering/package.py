"""__init__.py of a service: what it is, in the words of its documents."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """Nothing but the beginning of a module."""

    head: Head


def package_view(context: Context) -> PackageView:
    """A package with a docstring."""
    service = context.service
    title = f"{service.title or service.name}, version {service.version}."
    return PackageView(head=context.head(Imports(), title, service.doc))
