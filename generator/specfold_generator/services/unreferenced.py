"""What documents hold that nothing is made of: what is wrong there is told, and does no harm."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from specfold_generator.diagnostics.codes import CODES
from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity, SpecError
from specfold_generator.documents.header import Head
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.services.project import Project
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import EXTENSION, Reader, key_span, object_at, title_of
from specfold_generator.source.references import Workspace

# Values of the author's own: `$ref` in them is no reference.
_VALUES = frozenset(("const", "default", "enum", "example", "examples", "dataValue", "value"))


def check_unused(
    workspace: Workspace, heads: list[Head], read: set[str], diagnostics: DiagnosticCollector
) -> None:
    """Tell what is wrong in documents beyond what was read; `read`: the URIs of schemas that were.

    References that lead nowhere stay errors: what they were to bring is lost. The rest does no harm there.
    """
    scratch = DiagnosticCollector()
    for head in heads:
        at = DocumentNode(head.view.at.document, ())
        for place, reference in _references(at):
            try:
                workspace.resolve(place, reference)
            except SpecError as error:
                scratch.extend(error.diagnostics)
        reader = Reader(workspace, scratch)
        shapes = Shapes(reader, (at.document.path,))
        for schema in _schemas(at):
            if schema.uri not in read:
                shapes.schema(schema)
    known = {(found.span, found.code) for found in diagnostics.all}
    fresh = (found for found in scratch.all if (found.span, found.code) not in known)
    diagnostics.extend(_lowered(found) for found in fresh)


def _lowered(found: Diagnostic) -> Diagnostic:
    if CODES[found.code].category == "references" or found.code == "SPF301":
        return found
    return replace(found, severity=min(found.severity, Severity.WARNING))


def check_parts(project: Project, services: Iterable[ir.Service]) -> None:
    """Files without a version belong to documents that refer to them; one to which none does is a mistake."""
    used = {path for service in services for path in service.documents}
    for source in project.sources.values():
        for head in source.heads.values():
            used |= _referred(project.workspace, DocumentNode(head.view.at.document, ()))
    waiting = list(project.parts)
    while found := [at for at in waiting if at.document.path in used]:
        waiting = [at for at in waiting if at not in found]
        used = used.union(*(_referred(project.workspace, at) for at in found))
    for at in waiting:
        message = "the document names neither `asyncapi` nor `openapi`, and no document refers to it"
        help = "write `asyncapi: 3.0.0` or `openapi: 3.1.0` first"
        project.diagnostics.add("SPF304", Location(at.document.path, 1, 1, 1, 1), message, help=help)


def _referred(workspace: Workspace, at: DocumentNode) -> set[str]:
    """The files that a document refers to."""
    found = set()
    for place, reference in _references(at):
        if not reference.startswith("#"):
            with contextlib.suppress(SpecError):
                found.add(workspace.resolve(place, reference).document.path)
    return found


def _schemas(at: DocumentNode) -> Iterator[DocumentNode]:
    """The schemas of the components, but for mere references and those that name a format of their own."""
    holder = at.child("components", "schemas")
    components = object_at(at).get("components")
    named = components.get("schemas") if isinstance(components, dict) else None
    for name, schema in named.items() if isinstance(named, dict) else ():
        keys = schema.keys() if isinstance(schema, dict) else {}
        if name == "$ref":  # the whole map is in another file, and is read where it is used
            continue
        if "schemaFormat" not in keys and keys != {"$ref"} and not name.startswith("x-"):
            yield holder.child(name)


def check_extensions(project: Project, services: Iterable[ir.Service]) -> None:
    """Warn of extensions that stand where nothing reads them: what they ask for would not be made."""
    paths = {path for service in services for path in service.documents}
    for path in sorted(paths):
        for at in objects(DocumentNode(project.workspace.document(path), ())):
            for key in (EXTENSION, "x-kinesis"):
                place = at.child(key)
                if key in object_at(at) and place.uri not in project.diagnostics.extensions:
                    message = f"`{key}` at {title_of(at)} is not read"
                    help = "it belongs to documents, messages, operations, responses and component schemas"
                    project.diagnostics.add("SPF437", key_span(place), message, help=help)


def _references(at: DocumentNode) -> Iterator[tuple[DocumentNode, str]]:
    """Every reference of a document, with the object that holds it."""
    for here in objects(at):
        reference = object_at(here).get("$ref")
        if isinstance(reference, str):
            yield here, reference


def objects(at: DocumentNode) -> Iterator[DocumentNode]:
    """Every object of a document, but for values of the author's own."""
    queue: list[tuple[DocumentNode, object]] = [(at, at.value)]
    while queue:
        here, value = queue.pop()
        if isinstance(value, dict):
            yield here
            below = [key for key in value if key not in _VALUES and not str(key).startswith("x-")]
            queue += [(here.child(key), value[key]) for key in below if isinstance(value[key], dict | list)]
        elif isinstance(value, list):
            queue += [(here.child(n), item) for n, item in enumerate(value) if isinstance(item, dict | list)]
