"""`x-specfold-ignore`, wherever it stands in the documents of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import ir
from generator.codes_rules import ROWS
from generator.diagnostics import Span
from generator.findings import nearest, shown
from generator.reading import key_span, object_at
from generator.references import Location
from generator.services.project import Project
from generator.services.unused import objects
from generator.vocabulary import read_extension

IGNORE = "x-specfold-ignore"
RULES = frozenset(row[0] for row in ROWS)


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
