"""`x-specfold-ignore`, wherever it stands in the documents of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specfold_generator.diagnostics.codes import RULES
from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.documents.extensions import read_extension
from specfold_generator.model import ir
from specfold_generator.services.project import Project
from specfold_generator.services.unreferenced import objects
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import key_span, object_at

IGNORE = "x-specfold-ignore"


def read_silences(project: Project, services: Iterable[ir.Service]) -> tuple[ir.Silence, ...]:
    """Every silence, by place; those without a reason, and of no rule, are errors."""
    found: list[ir.Silence] = []
    for path in sorted({path for service in services for path in service.documents}):
        document = project.workspace.document(path)
        if document.mentions(IGNORE):
            for at in objects(DocumentNode(document, ())):
                if IGNORE in object_at(at) and not at.is_map_of_schemas:
                    found += _silences(project, at)
    return tuple(found)


def _silences(project: Project, node: DocumentNode) -> Iterator[ir.Silence]:
    at = node.child(IGNORE)
    begin, end = key_span(node), node.span
    region = Location(end.file, begin.line, begin.column, end.end_line, end.end_column)
    for code, reason in (read_extension(project.diagnostics, at, "ignore") or {}).items():
        place = key_span(at.child(code))
        if code in RULES:
            yield ir.Silence(code=code, reason=reason, origin=place, pointer=node.uri, region=region)
        else:
            message = f"{quoted(code)} is no rule that can be silenced"
            project.diagnostics.add("SPF438", place, message, help=suggest(code, RULES))
