"""`x-specfold-ignore`, wherever it stands in the documents of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specfold_generator.diagnostics.codes import RULES
from specfold_generator.diagnostics.collector import nearest, shown
from specfold_generator.diagnostics.diagnostic import Span
from specfold_generator.documents.extensions import read_extension
from specfold_generator.model import ir
from specfold_generator.services.project import Project
from specfold_generator.services.unreferenced import objects
from specfold_generator.source.object_view import key_span, object_at
from specfold_generator.source.references import Location

IGNORE = "x-specfold-ignore"


def read_silences(project: Project, services: Iterable[ir.Service]) -> tuple[ir.Silence, ...]:
    """Every silence, by place; those without a reason, and of no rule, are errors."""
    found: list[ir.Silence] = []
    for path in sorted({path for service in services for path in service.documents}):
        document = project.workspace.document(path)
        if document.mentions(IGNORE):
            for at in objects(Location(document, ())):
                if IGNORE in object_at(at) and not at.is_map_of_schemas:
                    found += _silences(project, at)
    return tuple(found)


def _silences(project: Project, node: Location) -> Iterator[ir.Silence]:
    at = node.child(IGNORE)
    begin, end = key_span(node), node.span
    region = Span(end.file, begin.line, begin.column, end.end_line, end.end_column)
    for code, reason in (read_extension(project.findings, at, "ignore") or {}).items():
        place = key_span(at.child(code))
        if code in RULES:
            yield ir.Silence(code=code, reason=reason, origin=place, pointer=node.uri, region=region)
        else:
            message = f"{shown(code)} is no rule that can be silenced"
            project.findings.add("SPF438", place, message, mend=nearest(code, RULES))
