"""The record that a project keeps of its scaffold: who wrote which file, and from which answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Location, SpecError
from specfold_generator.output.manifest import digest
from specfold_generator.scaffold.answers import Answers, check
from specfold_generator.version import VERSION

FILE = ".specfold-project.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The digest of each managed file as it was last written, by path."""

    answers: Answers
    files: Mapping[str, str]
    version: str = VERSION

    @classmethod
    def of(cls, answers: Answers, texts: Mapping[str, str]) -> Record:
        """The record of these texts, written by this version."""
        return cls(answers=answers, files={path: digest(text.encode()) for path, text in texts.items()})

    def text(self) -> str:
        """The file, as `read` reads it."""
        document = {
            "comment": "Written by `specfold init`; `specfold upgrade` needs it. Commit it.",
            "specfold": self.version,
            "answers": {
                "name": self.answers.name,
                "aggregate": self.answers.aggregate,
                "stack": self.answers.stack,
            },
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(document, indent=2) + "\n"


def read(root: Path) -> Record:
    """The record of a project.

    Raises:
        SpecError: the project has none, or it is not what `Record.text` writes.
    """
    file = root / FILE
    if not file.is_file():
        message = "this project has no record of the files that `specfold init` wrote"
        help = f"run `specfold init --keep-existing` once: it writes {FILE} and the files that are missing"
        raise SpecError([diagnose("SPF824", Location(FILE), message, help=help)])
    try:
        found = json.loads(file.read_bytes())
        answers = Answers(**{name: str(value) for name, value in found["answers"].items()})
        files = {str(path): str(value) for path, value in found["files"].items()}
        record = Record(answers=answers, files=files, version=str(found["specfold"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"this record cannot be read: {type(error).__name__}"
        help = "restore it from version control"
        raise SpecError([diagnose("SPF824", Location(FILE), message, help=help)]) from error
    if wrong := list(check(answers)):
        raise SpecError(wrong)
    return record
