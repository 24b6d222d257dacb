"""One run of `specfold generate`: nothing if nothing changed, else documents -> texts -> disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, SpecError
from specfold_generator.output import up_to_date as freshness
from specfold_generator.output.atomic_write import finish, locked, pending
from specfold_generator.source.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run found and did. Paths are from the project root."""

    diagnostics: tuple[Diagnostic, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: bool = False  # something stopped it; then nothing was written

    @property
    def touched(self) -> bool:
        """Whether the disk differs, or differed, from what the specs say."""
        return bool(self.added or self.changed or self.removed)


def run(project: Project, *, check: bool = False, overwrite: Iterable[str] = ()) -> Outcome:
    """Bring `generated/` to what the specs say, or with `check` only say how it differs."""
    interrupted = pending(project.root)
    known = None if interrupted else freshness.recall(project)
    if known is not None:
        return Outcome(diagnostics=known)
    if check and interrupted:
        message = "an earlier run was interrupted while it wrote, so what stands there is neither old nor new"
        found = diagnose("SPF709", Location("generated"), message, help="specfold generate")
        return Outcome(diagnostics=(found,), failed=True)
    if check:
        return _run(project, tuple(overwrite), check=True)
    try:
        with locked(project.root):
            finish(project.root)
            return _run(project, tuple(overwrite), check=False)
    except OSError as error:
        where = os.path.relpath(error.filename, project.root) if error.filename else "generated"
        message = f"this cannot be written: {error.strerror or error}"
        return Outcome(diagnostics=(diagnose("SPF708", Location(where), message),), failed=True)


def _run(project: Project, overwrite: tuple[str, ...], *, check: bool) -> Outcome:
    # Imported here: an unchanged run must not pay for it.
    from specfold_generator import pipeline  # noqa: PLC0415
    from specfold_generator.output import diff as output  # noqa: PLC0415

    try:
        made = pipeline.generate(project)
    except SpecError as error:
        return Outcome(diagnostics=error.diagnostics, failed=True)
    difference = pipeline.difference(project, made, overwrite)
    found = (*made.diagnostics, *difference.diagnostics)
    if pipeline.failed(found, strict=project.strict):
        return Outcome(diagnostics=found, failed=True)
    changed = tuple(path for path in difference.writes if path not in difference.added)
    outcome = Outcome(
        diagnostics=found, added=difference.added, changed=changed, removed=tuple(difference.removals)
    )
    if check:
        return replace(outcome, diagnostics=(*found, *pipeline.handwritten(project, made)))
    output.write(project.root, difference)
    found = (*found, *pipeline.handwritten(project, made))
    with suppress(OSError):  # all is written; the next run will look again
        freshness.remember(project, found)
    return replace(outcome, diagnostics=found)
