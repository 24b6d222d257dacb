"""The official suite on disk: github.com/json-schema-org/JSON-Schema-Test-Suite; its README has the form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

DRAFTS = ("draft7", "draft2020-12")
# Beside the project; `make suite SUITE=<folder>` says another place.
DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/corpus/json-schema-test-suite"


@dataclass(frozen=True)
class Case:
    """One schema of the suite and the values that it judges."""

    draft: str
    kind: str  # "required", "optional" or "format": the folder it stands in; "typed": a format of a text
    file: str  # "ref"
    number: int  # its place in the file
    description: str
    schema: Any
    tests: tuple[Test, ...]

    @property
    def name(self) -> str:
        """A name for a message or an operation: "RefOptional07"."""
        words = "".join(word[:1].upper() + word[1:] for word in self.file.replace("_", "-").split("-"))
        return f"{words}{'' if self.kind == 'required' else self.kind.capitalize()}{self.number:02}"


@dataclass(frozen=True)
class Test:
    """A value, and what the suite says of it."""

    __test__ = False  # pytest would collect it by its name

    description: str
    value: Any
    valid: bool


def is_there(suite: Path) -> bool:
    """Whether a folder holds the suite."""
    return all((suite / "tests" / draft).is_dir() for draft in DRAFTS)


def cases(suite: Path, draft: str) -> list[Case]:
    """Every case of a draft, in the order of its files, and those of formats once more as texts.

    The suite lets a format stand alone, and then the class takes anything. Specs say `type: string` too, and
    then the class has a type of its own.
    """
    found = [case for kind in ("required", "optional", "format") for case in _of_kind(suite, draft, kind)]
    return [
        *found,
        *(_typed(case) for case in found if case.kind == "format" and isinstance(case.schema, dict)),
    ]


def _typed(case: Case) -> Case:
    tests = tuple(test for test in case.tests if isinstance(test.value, str))
    return replace(case, kind="typed", schema={**case.schema, "type": "string"}, tests=tests)


def _of_kind(suite: Path, draft: str, kind: str) -> Iterator[Case]:
    place = {"required": ".", "optional": "optional", "format": "optional/format"}[kind]
    for file in sorted((suite / "tests" / draft / place).glob("*.json")):
        for number, group in enumerate(json.loads(file.read_text("utf-8"))):
            tests = tuple(Test(t["description"], t["data"], t["valid"]) for t in group["tests"])
            yield Case(draft, kind, file.stem, number, group["description"], group["schema"], tests)
