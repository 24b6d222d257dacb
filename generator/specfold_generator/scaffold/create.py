"""Writes the files of a new project: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, SpecError
from specfold_generator.output.atomic_write import finish, inside, locked, write_all
from specfold_generator.output.manifest import digest
from specfold_generator.scaffold.files import ProjectFiles
from specfold_generator.scaffold.record import FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The paths of files that were written, and of those that were there before."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def create(root: Path, files: ProjectFiles, record: str, *, keep_existing: bool = False) -> Created:
    """Write what is missing. Nothing that exists is changed.

    Raises:
        SpecError: a file with other content exists, unless `keep_existing`; or a path leaves the folder.
        OSError: the disk refuses; nothing was written.
    """
    wanted = {**files.all, FILE: record}
    obstacles = list(_obstacles(root, wanted, keep_existing=keep_existing))
    if obstacles:
        raise SpecError(obstacles)
    missing = {path: text.encode() for path, text in wanted.items() if not os.path.lexists(root / path)}
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        finish(root)
        write_all(root, missing, {})
    return Created(
        written=tuple(sorted(missing)), kept=tuple(sorted(path for path in wanted if path not in missing))
    )


def _obstacles(root: Path, wanted: Mapping[str, str], *, keep_existing: bool) -> Iterator[Diagnostic]:
    if os.path.lexists(root) and not root.is_dir():
        yield diagnose("SPF821", Location(str(root)), "this is a file, and the project needs a folder")
        return
    for path, text in sorted(wanted.items()):
        file = root / path
        if not inside(root, path) or _file_above(root, path):
            message = "a file or a link is where the project needs a folder"
            yield diagnose("SPF821", Location(path), message, help="move it elsewhere")
        elif file.is_dir():
            message = "a folder is where the project needs a file"
            yield diagnose("SPF821", Location(path), message, help="move it elsewhere")
        elif os.path.lexists(file) and not keep_existing and not _same(file, text):
            message = "this file exists with other content, and `init` overwrites nothing"
            help = "choose another folder, move the file, or keep every file that exists: --keep-existing"
            yield diagnose("SPF821", Location(path), message, help=help)


def _file_above(root: Path, path: str) -> bool:
    """Whether something on the way to a path is no folder."""
    parents = list(Path(path).parents)[:-1]
    return any(os.path.lexists(root / parent) and not (root / parent).is_dir() for parent in parents)


def _same(file: Path, text: str) -> bool:
    return file.is_file() and not file.is_symlink() and digest(file.read_bytes()) == digest(text.encode())
