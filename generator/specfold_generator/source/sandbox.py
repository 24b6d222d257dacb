"""Which files a reference may reach: those below the specs directory, and those that the project allows."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.source.json_pointer import decode

SUFFIXES = (".json", ".yaml", ".yml")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class RefusedError(Exception):
    """A reference that is not followed: a code, and why."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help


class Fence:
    """Turns what a reference says into a file, or refuses. Nothing outside is opened, nor looked at.

    `allow` holds paths from the project root (a file, or a directory with all below it), and copies of URLs:
    `https://host/schemas/=vendor/schemas/` for a directory, `https://host/a.json=vendor/a.json` for a file.
    """

    def __init__(self, root: Path, specs: str, allow: Sequence[str]) -> None:
        self.root = Path(os.path.realpath(root))
        self.specs = Path(os.path.realpath(self.root / specs))
        self._specs_shown = specs
        self._copies = dict(entry.split("=", 1) for entry in allow if "=" in entry and _SCHEME.match(entry))
        paths = [*self._copies.values(), *(entry for entry in allow if not _SCHEME.match(entry))]
        self._inside = [self.specs, *(Path(os.path.realpath(self.root / path)) for path in paths)]

    def file(self, path: str) -> Path:
        """The real file behind a path from the project root. Raises RefusedError."""
        try:
            real = Path(os.path.realpath(self.root / path))
        except (OSError, ValueError):
            raise RefusedError("SPF204", f"{quoted(path)} is no path") from None
        if not any(real == place or place in real.parents for place in self._inside):
            message = f"{quoted(path)} is outside {quoted(self._specs_shown + '/')}"
            raise RefusedError(
                "SPF202", message, f"move the file below {self._specs_shown}/, or allow its path"
            )
        # os.path, not Path: it answers False for a name that is too long, where Path raises
        if not os.path.exists(real):
            raise RefusedError("SPF204", f"there is no file {quoted(path)}")
        if not os.path.isfile(real):
            kind = "a directory" if os.path.isdir(real) else "no regular file"
            raise RefusedError("SPF205", f"{quoted(path)} is {kind}", "name a file")
        return real

    def name(self, real: Path) -> str:
        """How people know a file: its posix path from the project root."""
        return Path(os.path.relpath(real, self.root)).as_posix()

    def path(self, referrer: str, uri: str) -> str:
        """The path from the project root that `uri` means in the document `referrer`. Raises RefusedError."""
        if _SCHEME.match(uri):
            return self._copy(uri)
        path = decode(uri)
        if "\\" in path:
            raise RefusedError("SPF207", "a path is written with `/`, not with a backslash")
        if path.startswith("/") or _SCHEME.match(path):
            raise RefusedError("SPF202", f"{quoted(uri)} is an absolute path", "write a path from this file")
        return posixpath.normpath(posixpath.join(posixpath.dirname(referrer), path))

    def _copy(self, url: str) -> str:
        """The local copy of a URL, when the project names one."""
        for known, path in self._copies.items():
            if url == known:
                return path
            if known.endswith("/") and url.startswith(known):
                below = posixpath.normpath(decode(url.removeprefix(known)))
                if not below.startswith(("/", "..")):
                    return posixpath.join(path, below)
        help = f"refer to a copy below {self._specs_shown}/, or map the URL to a copy in the allow list"
        raise RefusedError("SPF203", f"{quoted(url)} is never fetched", help)

    def listing(self) -> list[str]:
        """Every YAML and JSON file below the specs directory, as people know them; no hidden ones."""
        found = []
        for directory, below, files in os.walk(self.specs):
            below[:] = sorted(name for name in below if not name.startswith("."))
            found += [
                self.name(Path(directory, file))
                for file in files
                if file.lower().endswith(SUFFIXES) and not file.startswith(".")
            ]
        return sorted(found)
