"""Diagnostics: what is wrong, where, and how to repair it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1, the end is exclusive. Line 0: the whole file."""

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Severity(IntEnum):
    """An error stops generation; a warning states the reading that was taken."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains the first."""

    span: Location
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """What is wrong and where. `code` is a key of `CODES`; `help` is what to do, or text to paste."""

    code: str
    span: Location
    message: str
    severity: Severity = Severity.ERROR
    help: str = ""
    related: tuple[Related, ...] = ()
    pointer: str = ""  # of the place below `span`, as in a reference, for as long as its line is not known


class SpecError(Exception):
    """Stops a stage that cannot go on; carries every diagnostic made so far."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(f"{d.code} {d.message}" for d in self.diagnostics))
