"""Documents -> services in the words of the model; names and versions checked."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.documents.validation.validator import check_grammar
from specfold_generator.model import ir
from specfold_generator.services.project import read_project
from specfold_generator.services.service import ServiceBuilder
from specfold_generator.services.suppressions import read_silences
from specfold_generator.services.unreferenced import check_extensions, check_parts, check_unused
from specfold_generator.source.references import Workspace

__all__ = ["Built", "build_services"]


@dataclass(frozen=True)
class Built:
    """The services of a project by name, and what was noted on the way: warnings, never errors."""

    services: tuple[ir.Service, ...]
    diagnostics: tuple[Diagnostic, ...]
    silences: tuple[ir.Silence, ...] = ()
    workspace: Workspace | None = None  # where the documents stand


def build_services(workspace: Workspace, *, specs: str = "specs") -> Built:
    """Build every service below `specs`: a stem of specs/asyncapi/ or specs/openapi/.

    Raises SpecError with every error and warning of all services, if there is an error.
    """
    diagnostics = DiagnosticCollector()
    project = read_project(workspace, diagnostics, specs)
    services = tuple(ServiceBuilder(project, source).build() for source in project.sources.values())
    check_parts(project, services)
    check_extensions(project, services)
    silences = read_silences(project, services)
    for source in project.sources.values():
        heads = list(source.heads.values())
        check_unused(workspace, heads, source.reader.schemas, diagnostics)
        for head in heads:
            check_grammar(head, diagnostics)
    diagnostics.extend(workspace.warnings)
    if diagnostics.failed:
        raise SpecError(diagnostics.all)
    return Built(services, diagnostics.all, silences, workspace)
