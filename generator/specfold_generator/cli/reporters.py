"""Diagnostics as text for people, JSON for tools, commands for GitHub, SARIF for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

from specfold_generator.cli.sarif_reporter import sarif_log
from specfold_generator.cli.text_reporter import Lines, print_text, severity_name
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity, SpecError
from specfold_generator.source.document import MAX_BYTES, decode
from specfold_generator.source.positions import SourceText

__all__ = ["FORMATS", "FileLines", "Format", "arrange", "render"]

Format = Literal["text", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)

_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class FileLines:
    """Source lines from the disk, for files named by their path from the project root; each is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, SourceText] = {}

    def __call__(self, file: str, line: int) -> str:
        """Line `line` of `file`; empty when it cannot be read."""
        if file not in self._texts:
            self._texts[file] = SourceText(file, self._read(file))
        return self._texts[file].line(line)

    def _read(self, file: str) -> str:
        path = self._root / file
        try:
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                return ""
            return decode(path.read_bytes(), file)
        except (OSError, ValueError, SpecError):
            return ""


def arrange(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each diagnostic once, by file, line and code, in text that can be encoded."""
    return sorted(
        dict.fromkeys(_writable(one) for one in found),
        key=lambda one: (one.span.file, one.span.line, one.code, one.span.column, one.message),
    )


def render(
    found: Iterable[Diagnostic],
    form: Format = "text",
    *,
    lines: Lines = lambda _file, _line: "",
    colour: bool = False,
) -> str:
    """Diagnostics in one of `FORMATS`, ready to be written. `lines` and `colour` matter to text alone."""
    ordered = arrange(found)
    if form == "json":
        return json.dumps([_object(one) for one in ordered], indent=2) + "\n"
    if form == "sarif":
        return json.dumps(sarif_log(ordered), indent=2) + "\n"
    if form == "github":
        return "".join(_github(one) + "\n" for one in ordered)
    return print_text(ordered, lines, colour=colour)


def _object(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": severity_name(one.severity),
        "message": one.message,
        **_span(one.span),
        "help": one.help,
        "related": [{"message": other.message, **_span(other.span)} for other in one.related],
    }


def _span(span: Location) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _github(one: Diagnostic) -> str:
    """A workflow command. GitHub takes columns only for a span within one line."""
    span = one.span
    properties = {"file": span.file}
    if span.line:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = one.code
    text = "\n".join(
        [
            one.message,
            *(f"{other.span.file}:{other.span.line}: {other.message}" for other in one.related),
            *([f"help: {one.help}"] if one.help else []),
        ]
    )
    written = ",".join(f"{name}={_escape(value, property_=True)}" for name, value in properties.items())
    return f"::{_GITHUB_COMMANDS[one.severity]} {written}::{_escape(text)}"


def _escape(text: str, *, property_: bool = False) -> str:
    """As the runner undoes it; an unescaped line break would begin a command of the specification's own."""
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if property_ else {})
    return "".join(signs.get(sign, sign) for sign in text)


def _writable(one: Diagnostic) -> Diagnostic:
    """Escape lone surrogates (of a JSON escape, of a file name that is not UTF-8): they have no encoding."""

    def text(text: str) -> str:
        return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()

    def span(span: Location) -> Location:
        return span if span.file.isascii() else replace(span, file=text(span.file))

    return replace(
        one,
        span=span(one.span),
        message=text(one.message),
        help=text(one.help),
        related=tuple(Related(span(other.span), text(other.message)) for other in one.related),
    )
