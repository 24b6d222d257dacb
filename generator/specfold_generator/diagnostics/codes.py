"""The table of codes (codes.toml), and diagnostics made by it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity

CATEGORIES = {
    "1": "reading",
    "2": "references",
    "3": "structure",
    "4": "vocabulary",
    "5": "cqrs",
    "6": "names",
    "7": "output",
    "8": "project",
    "9": "compatibility",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One row: `title` is a noun phrase for lists, `explanation` whole sentences for the reference page."""

    id: str
    title: str
    explanation: str
    severity: Severity = Severity.ERROR

    @property
    def category(self) -> str:
        """The word for the hundred that the id belongs to."""
        return CATEGORIES[self.id[3]]


def _read() -> dict[str, Code]:
    text = resources.files("specfold_generator.diagnostics").joinpath("codes.toml").read_text("utf-8")
    return {
        id_: Code(id_, row["title"], row["explanation"], Severity[row.get("severity", "error").upper()])
        for id_, row in tomllib.loads(text).items()
    }


CODES: dict[str, Code] = _read()
RULES = frozenset(id_ for id_ in CODES if id_.startswith("SPF5"))


def diagnose(
    code: str,
    span: Location,
    message: str,
    *,
    help: str = "",
    related: Iterable[Related] = (),
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a diagnostic with the severity of its row. Raises KeyError for a code that is not in the table."""
    row = CODES[code]
    return Diagnostic(
        code=row.id,
        span=span,
        message=message,
        severity=row.severity if severity is None else severity,
        help=help,
        related=tuple(related),
    )
