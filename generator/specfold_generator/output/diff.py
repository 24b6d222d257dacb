"""Texts <-> disk. What differs, what may be written, and what is somebody else's.

Generation owns a file that its manifest names with the digest the file has. Such a file is changed and
removed freely. Everything else is refused or left alone: hand edits are never lost in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity
from specfold_generator.output.atomic_write import inside, write_all
from specfold_generator.output.manifest import NAME, Manifest, UnreadableManifest, digest

GENERATED = "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What shall stand on disk: texts by folder below `generated/`, and stubs by path, written once only."""

    folders: Mapping[str, Mapping[str, str]]
    stubs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What would be written, what removed, and what stands in the way."""

    writes: Mapping[str, bytes]
    removals: Mapping[str, str]  # path -> the digest it has now
    added: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def clean(self) -> bool:
        """Whether the disk says what the specs say."""
        return not (self.writes or self.removals or self.refused)

    @property
    def refused(self) -> bool:
        """Whether something stands in the way: then nothing at all may be written."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


def compare(root: Path, wanted: Wanted, overwrite: Iterable[str] = ()) -> Difference:
    """Compare with the disk; nothing is changed. `overwrite` names files or folders that may be replaced."""
    comparison = _Comparison(root, tuple(overwrite))
    for folder, texts in wanted.folders.items():
        comparison.folder(folder, texts)
    for folder in _left_over(root, wanted.folders):
        comparison.folder(folder, {})
    for path, text in wanted.stubs.items():
        comparison.stub(path, text)
    return comparison.difference()


def write(root: Path, difference: Difference) -> None:
    """Bring the disk to what was compared: everything, or nothing.

    Raises:
        ValueError: something stands in the way.
        OSError: the disk refuses.
    """
    if difference.refused:
        raise ValueError("a refused difference is not written")
    if difference.writes or difference.removals:
        write_all(root, difference.writes, difference.removals)


class _Comparison:
    def __init__(self, root: Path, overwrite: tuple[str, ...]) -> None:
        self._root = root
        self._overwrite = overwrite
        self._writes: dict[str, bytes] = {}
        self._removals: dict[str, str] = {}
        self._added: list[str] = []
        self._diagnostics: list[Diagnostic] = []

    def difference(self) -> Difference:
        return Difference(
            writes=self._writes,
            removals=self._removals,
            added=tuple(self._added),
            diagnostics=tuple(self._diagnostics),
        )

    def folder(self, folder: str, texts: Mapping[str, str]) -> None:
        """One folder of ours: its files, those it no longer has, and those of others."""
        base = f"{GENERATED}/{folder}".rstrip("/")
        known = self._manifest(f"{base}/{NAME}")
        if known is None:
            return
        for path, text in sorted(texts.items()):
            self._file(f"{base}/{path}", text.encode(), known.get(path, ""))
        for path in sorted(known.keys() - texts.keys()):
            self._orphan(f"{base}/{path}", known[path])
        if texts:
            self._put(f"{base}/{NAME}", Manifest.of(texts).text().encode())
        else:
            self._removals[f"{base}/{NAME}"] = self._digest(f"{base}/{NAME}")
        if folder:
            self._strangers(base, {*texts, *known, NAME})

    def stub(self, path: str, text: str) -> None:
        """A handwritten file is made where there is none and never touched again."""
        if not self._readable(path):
            return
        if not os.path.lexists(self._root / path):
            self._put(path, text.encode())

    def _manifest(self, path: str) -> Mapping[str, str] | None:
        if not self._readable(path):
            return None
        file = self._root / path
        if not file.is_file():
            return {}
        try:
            return Manifest.read(file.read_bytes()).files
        except UnreadableManifest:
            if self._may_overwrite(path):
                return {}
            folder = os.path.dirname(path)
            self._refuse(
                "SPF703", path, "this manifest cannot be read, so nobody knows which files were generated",
                f"if nothing in {folder} was edited by hand: specfold generate --overwrite {folder}",
            )  # fmt: skip
            return None

    def _file(self, path: str, data: bytes, known: str) -> None:
        if not self._readable(path):
            return
        now = self._digest(path)
        if now in ("", known, digest(data)) or self._may_overwrite(path):
            self._put(path, data)
            return
        line = _first_difference((self._root / path).read_bytes(), data)
        how = f"then take the generated text: specfold generate --overwrite {path}"
        if known:
            message = "this generated file was edited by hand, and generating would lose the edit"
            self._refuse(
                "SPF701", path, message, f"move the edit to handwritten/ or to the spec, {how}", line
            )
        else:
            message = "a file that generation did not write stands where it wants to write"
            self._refuse("SPF702", path, message, f"move it elsewhere; or, if it may go, {how[5:]}", line)

    def _orphan(self, path: str, known: str) -> None:
        if not self._readable(path):
            return
        now = self._digest(path)
        if now == known or (now and self._may_overwrite(path)):
            self._removals[path] = now
        elif now:
            message = "this file is no longer generated, but was edited by hand"
            help = f"move what is worth keeping to handwritten/, then: specfold generate --overwrite {path}"
            self._refuse("SPF704", path, message, help)

    def _strangers(self, base: str, ours: set[str]) -> None:
        for path in _files(self._root / base):
            if path not in ours:
                message = "this file was not generated; it is left alone"
                self._diagnostics.append(diagnose("SPF705", Location(f"{base}/{path}"), message))

    def _put(self, path: str, data: bytes) -> None:
        now = self._digest(path)
        if now != digest(data):
            self._writes[path] = data
            if not now:
                self._added.append(path)

    def _readable(self, path: str) -> bool:
        """Whether the path is a plain file below the project, or nothing yet."""
        file = self._root / path
        if not inside(self._root, path) or file.is_symlink():
            message = "a symbolic link stands on the way, and generation does not write through links"
            self._refuse("SPF706", path, message, "put a plain file or folder in its place")
            return False
        if file.exists() and not file.is_file():
            self._refuse("SPF707", path, "a folder stands where a file shall be written", "move it elsewhere")
            return False
        return True

    def _digest(self, path: str) -> str:
        file = self._root / path
        return digest(file.read_bytes()) if file.is_file() else ""

    def _may_overwrite(self, path: str) -> bool:
        return any(path == given or path.startswith(f"{given}/") for given in self._overwrite)

    def _refuse(self, code: str, path: str, message: str, help: str, line: int = 0) -> None:
        span = Location(path, line, 1, line, 1) if line else Location(path)
        self._diagnostics.append(diagnose(code, span, message, help=help))


def _left_over(root: Path, folders: Iterable[str]) -> list[str]:
    """Folders of services that are gone: a manifest of ours stands in them."""
    found = sorted((root / GENERATED).glob(f"*/{NAME}"))
    return [file.parent.name for file in found if file.parent.name not in set(folders)]


def _files(folder: Path) -> Iterator[str]:
    """Every file of a folder; caches and hidden files do not count."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place, name).relative_to(folder).as_posix()


def _first_difference(now: bytes, wanted: bytes) -> int:
    """The line of the file on disk that first differs, from 1."""
    lines, others = now.splitlines(), wanted.splitlines()
    for at, line in enumerate(lines, 1):
        if at > len(others) or line != others[at - 1]:
            return at
    return max(1, len(lines))
