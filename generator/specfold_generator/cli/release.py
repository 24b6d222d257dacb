"""`specfold release`: note every event schema as released, in specs/published/."""

from __future__ import annotations

import os

from specfold_generator.cli.run import Outcome
from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, SpecError
from specfold_generator.output.atomic_write import finish, locked, write_all
from specfold_generator.pipeline import failed, generate
from specfold_generator.source.project import Project


def release(project: Project) -> Outcome:
    """Write the schemas that are not there yet. What was released before is never written again."""
    try:
        made = generate(project)
    except SpecError as error:
        return Outcome(diagnostics=error.diagnostics, failed=True)
    if failed(made.diagnostics, strict=project.strict):
        return Outcome(diagnostics=made.diagnostics, failed=True)
    try:
        with locked(project.root):
            finish(project.root)
            write_all(project.root, {path: text.encode() for path, text in made.unreleased.items()}, {})
    except OSError as error:
        return Outcome(diagnostics=(*made.diagnostics, _refused(project, error)), failed=True)
    return Outcome(diagnostics=made.diagnostics, added=tuple(made.unreleased))


def _refused(project: Project, error: OSError) -> Diagnostic:
    where = os.path.relpath(error.filename, project.root) if error.filename else project.specs
    return diagnose("SPF708", Location(where), f"this cannot be written: {error.strerror or error}")
