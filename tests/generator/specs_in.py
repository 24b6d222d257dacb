"""Projects written by a test, built, and looked into."""

from __future__ import annotations

import textwrap
from pathlib import Path

from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.model import ir
from specfold_generator.services.build import Built, build_services
from specfold_generator.source.references import Workspace

ASYNC = "asyncapi: 3.0.0\ninfo: {title: Shop, version: 1.0.0}\n"
ASYNC_26 = "asyncapi: 2.6.0\ninfo: {title: Shop, version: 1.0.0}\n"
OPEN = "openapi: 3.1.0\ninfo: {title: Shop, version: 1.0.0}\n"
OPEN_32 = "openapi: 3.2.0\ninfo: {title: Shop, version: 1.0.0}\n"


class Specs:
    """The specs directory of a project below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> Specs:
        """Write a file below specs/; the text may be indented as the test is."""
        file = self.root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return self

    def asyncapi(self, text: str, head: str = ASYNC) -> Specs:
        """Write the AsyncAPI document of the service `shop`."""
        return self.write("asyncapi/shop.yaml", head + textwrap.dedent(text))

    def openapi(self, text: str, head: str = OPEN) -> Specs:
        """Write the OpenAPI document of the service `shop`."""
        return self.write("openapi/shop.yaml", head + textwrap.dedent(text))

    def build(self) -> Built:
        """All services."""
        return build_services(Workspace(self.root))

    def service(self, name: str = "shop") -> ir.Service:
        """One service."""
        return next(service for service in self.build().services if service.name == name)

    def found(self) -> tuple[Diagnostic, ...]:
        """Everything that building finds, errors or not."""
        try:
            return self.build().diagnostics
        except SpecError as error:
            return error.diagnostics

    def told(self) -> list[str]:
        """Diagnostics as `CODE file:line message | help`; files are named without specs/ and their ending."""
        return [
            f"{f.code} {f.span.file.removeprefix('specs/').removesuffix('.yaml')}:{f.span.line} {f.message}"
            + (f" | {f.help}" if f.help else "")
            for f in self.found()
        ]

    def codes(self) -> list[str]:
        """The codes of everything that is found, sorted."""
        return sorted(finding.code for finding in self.found())


def named(nodes: tuple[object, ...], name: str) -> object:
    """The node of that name."""
    return next(node for node in nodes if getattr(node, "name", None) == name)
