"""manifest.json: what generation wrote into a folder, to tell its own text from everybody else's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from specfold_generator.version import RUNTIME, VERSION

NAME = "manifest.json"


class UnreadableManifest(ValueError):
    """The file is there, but it is not what generation writes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of one folder and the digest of each, by path below the folder."""

    files: Mapping[str, str]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Manifest:
        """The manifest of these texts."""
        return cls({path: digest(text.encode()) for path, text in texts.items()})

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Raises UnreadableManifest, after a merge with conflicts for example."""
        try:
            files = json.loads(data)["files"]
            return cls({str(path): str(value) for path, value in files.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableManifest(str(error)) from error

    def text(self) -> str:
        """The file, with the version that wrote it and the runtime its code stands on."""
        document = {"generator": VERSION, "runtime": RUNTIME, "files": dict(sorted(self.files.items()))}
        return json.dumps(document, indent=2) + "\n"


def digest(data: bytes) -> str:
    """The digest of a text; line ends do not count, for a checkout may change them."""
    return "sha256:" + hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
