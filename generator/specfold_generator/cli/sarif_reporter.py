"""Diagnostics as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from specfold_generator.diagnostics.codes import CODES
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif_log(found: Sequence[Diagnostic]) -> dict[str, Any]:
    """The log object: one run, with the rules that were broken and every diagnostic."""
    rules = sorted({one.code for one in found})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "specfold", "rules": [_rule(code) for code in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, rules.index(one.code)) for one in found],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    row = CODES[code]
    return {
        "id": row.id,
        "shortDescription": {"text": row.title},
        "fullDescription": {"text": row.explanation},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
        "properties": {"category": row.category},
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    text = f"{one.message}\nhelp: {one.help}" if one.help else one.message
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": _text(text),
        "locations": [{"physicalLocation": _place(one.span)}],
    }
    if one.related:
        result["relatedLocations"] = [_related(number, other) for number, other in enumerate(one.related)]
    return result


def _related(number: int, other: Related) -> dict[str, Any]:
    return {"id": number, "message": _text(other.message), "physicalLocation": _place(other.span)}


def _text(text: str) -> dict[str, str]:
    """A plain message. Viewers make links of `[text](target)`: a spec may not put one into a report."""
    return {"text": text.replace("](", "] (")}


def _place(span: Location) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(span.file)}}
    if span.line:
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return place
