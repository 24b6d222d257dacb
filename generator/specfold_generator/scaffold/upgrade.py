"""Brings the managed files of a project to what this version writes, and names what a person has to do.

For each file there are three texts: as it was last written (the record has its digest), as it is on disk, and
as this version writes it. A file that nobody changed is replaced. One that the user changed is left as it is,
and shown beside the new text if that has changed too.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, SpecError
from specfold_generator.output.atomic_write import finish, inside, locked, write_all
from specfold_generator.output.manifest import digest
from specfold_generator.scaffold.files import project_files
from specfold_generator.scaffold.record import FILE, Record, read
from specfold_generator.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What an upgrade writes, and what it leaves to a person."""

    writes: Mapping[str, bytes]
    removals: Mapping[str, str]  # path -> the digest it has now
    added: tuple[str, ...]
    diffs: Mapping[str, str]  # from the user's text to the new one, by path
    diagnostics: tuple[Diagnostic, ...]


def plan(root: Path) -> Upgrade:
    """What an upgrade of a project would do. Nothing is written.

    Raises:
        SpecError: the project has no record, or a newer version than this one wrote it.
    """
    record = read(root)
    if _parts(record.version) > _parts(VERSION):
        message = f"version {record.version} wrote this project, and this is the older {VERSION}"
        raise SpecError(
            [diagnose("SPF824", Location(FILE), message, help="install that version or a newer one")]
        )
    return _Comparison(root, record).upgrade()


def apply(root: Path, upgrade: Upgrade) -> None:
    """Write what was planned: everything, or nothing.

    Raises:
        OSError: the disk refuses.
    """
    with locked(root):
        finish(root)
        if upgrade.writes or upgrade.removals:
            write_all(root, upgrade.writes, upgrade.removals)


class _Comparison:
    def __init__(self, root: Path, record: Record) -> None:
        self._root = root
        self._record = record
        self._new = project_files(record.answers, example=False).managed
        self._writes: dict[str, bytes] = {}
        self._removals: dict[str, str] = {}
        self._added: list[str] = []
        self._diffs: dict[str, str] = {}
        self._diagnostics: list[Diagnostic] = []
        self._known: dict[str, str] = {}  # digests for the new record

    def upgrade(self) -> Upgrade:
        for path, text in sorted(self._new.items()):
            self._file(path, text)
        for path in sorted(self._record.files.keys() - self._new.keys()):
            self._left_over(path)
        record = Record(answers=self._record.answers, files=self._known).text()
        if _now(self._root, FILE) != digest(record.encode()):
            self._writes[FILE] = record.encode()
        return Upgrade(
            writes=self._writes,
            removals=self._removals,
            added=tuple(self._added),
            diffs=self._diffs,
            diagnostics=tuple(self._diagnostics),
        )

    def _file(self, path: str, text: str) -> None:
        before, now, new = self._record.files.get(path, ""), _now(self._root, path), digest(text.encode())
        self._known[path] = new
        if new in (now, before):  # there already, or changed or deleted by the user alone
            return
        if not now and before:
            self._leave(
                path, "you deleted this file, and this version changed it", "nothing, if you do without it"
            )
        elif now != before:
            self._changed(path, text)
        elif not inside(self._root, path):
            self._leave(path, "this path leads out of the project", "replace the link by a folder")
        else:
            self._writes[path] = text.encode()
            if not now:
                self._added.append(path)

    def _changed(self, path: str, text: str) -> None:
        """A file that both sides changed. The record keeps the new text: the diff is shown once."""
        old = (self._root / path).read_text("utf-8", "replace").splitlines(keepends=True)
        new = text.splitlines(keepends=True)
        self._diffs[path] = "".join(
            difflib.unified_diff(old, new, f"yours/{path}", f"specfold-{VERSION}/{path}")
        )
        self._leave(
            path, "both you and this version changed this file", "take over what you want of the diff"
        )

    def _left_over(self, path: str) -> None:
        now = _now(self._root, path)
        if now == self._record.files[path] and inside(self._root, path):
            self._removals[path] = now
        elif now:
            self._leave(
                path, "this version needs this file no more, and you changed it", "delete it if you can"
            )

    def _leave(self, path: str, message: str, help: str) -> None:
        self._diagnostics.append(diagnose("SPF825", Location(path), message, help=help))


def _now(root: Path, path: str) -> str:
    """The digest of a file on disk; empty without one, and of no text where something else is there."""
    file = root / path
    if not os.path.lexists(file):
        return ""
    return digest(file.read_bytes()) if file.is_file() and not file.is_symlink() else "not a file"


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
