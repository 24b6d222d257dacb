"""Diagnostics for people: the message, the line it is about with a caret below, and how to repair it.

All that comes from a specification is escaped: it may hold terminal controls, and signs that reorder text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity

Lines = Callable[[str, int], str]  # file, line number from 1 -> the line, empty when it is not known

WIDTH = 100  # characters of a source line that are shown
MOST = 50  # diagnostics of one code that are printed
MOST_PLACES = 5  # further places of one diagnostic that are printed

_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_STYLES = {"error": "1;31", "warning": "1;33", "note": "1;36", "frame": "34", "strong": "1", "help": "32"}


def severity_name(severity: Severity) -> str:
    """The word for a severity, as every format has it."""
    return _NAMES[severity]


def visible(text: str) -> str:
    """`text` with everything escaped that a terminal would obey or not show."""
    if text.isprintable():
        return text
    return "".join(_visible_sign(sign) for sign in text)


def print_text(found: Sequence[Diagnostic], lines: Lines, *, colour: bool) -> str:
    """The diagnostics, errors first, and a last line that counts them; empty when there is none.

    Those with one cause, which have the same code and text, are printed once, with the other places beside
    the first. Of one code at most `MOST` are printed; the other formats list every one.
    """
    if not found:
        return ""
    printer = _Printer(lines, colour=colour)
    causes: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for one in sorted(found, key=lambda one: -one.severity):
        causes.setdefault((one.code, one.message, one.help), []).append(one)
    printed: Counter[str] = Counter()
    out: list[str] = []
    for (code, _, _), same in causes.items():
        printed[code] += 1
        if printed[code] <= MOST:
            out += printer.diagnostic(same[0], [other.span for other in same[1:]])
    for code, number in printed.items():
        if number > MOST:
            out += [f"{number - MOST} more {code} are not printed; `--format json` lists them", ""]
    return "\n".join([*out, _count(found)]) + "\n"


class _Printer:
    def __init__(self, lines: Lines, *, colour: bool) -> None:
        self._lines = lines
        self._colour = colour

    def _style(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colour and text else text

    def diagnostic(self, one: Diagnostic, others: Sequence[Location] = ()) -> list[str]:
        """The lines of one diagnostic, which has `others` as further places; an empty line at the end."""
        severity = severity_name(one.severity)
        margin = len(str(max([one.span.line, *(other.span.line for other in one.related)])))
        head = self._style(severity, f"{severity}[{one.code}]")
        out = [f"{head}{self._style('strong', ': ' + visible(one.message))}"]
        out += self._place("-->", one.span, "", margin, severity)
        for other in one.related:
            out += self._place(":::", other.span, visible(other.message), margin, "frame")
        if one.help:
            first, *rest = one.help.split("\n")
            out.append(f"{' ' * margin} {self._style('help', '= help:')} {visible(first)}")
            out += [visible(line).rstrip() for line in rest]  # from the margin: it is there to be pasted
        if others:
            named = ", ".join(_where(span) for span in others[:MOST_PLACES])
            more = f" and {len(others) - MOST_PLACES} more places" if len(others) > MOST_PLACES else ""
            out.append(f"{' ' * margin} {self._style('help', '= also at:')} {named}{more}")
        return [*out, ""]

    def _place(self, arrow: str, span: Location, label: str, margin: int, style: str) -> list[str]:
        """Where a span is, and the line that it begins on."""
        where = _where(span)
        text = self._lines(span.file, span.line) if span.line else ""
        out = [
            f"{' ' * margin}{self._style('frame', arrow)} {where}{': ' + label if label and not text else ''}"
        ]
        if text:
            end = span.end_column if span.end_line == span.line else len(text) + 1
            quoted, before, under = excerpt(text, span.column, end)
            bar = f"{' ' * margin} {self._style('frame', '|')}"
            marks = self._style(style, ("-" if label else "^") * under + (f" {label}" if label else ""))
            number = self._style("frame", f"{span.line:>{margin}} |")
            out += [bar, f"{number} {quoted}".rstrip(), f"{bar} {' ' * before}{marks}"]
        return out


def _where(span: Location) -> str:
    return visible(span.file) + (f":{span.line}:{span.column}" if span.line else "")


def excerpt(text: str, column: int, end_column: int) -> tuple[str, int, int]:
    """The part of a line round a column, how many cells precede the column, and how many to underline."""
    begin = 0
    if len(text) > WIDTH:
        begin = max(0, min(column - 1 - WIDTH // 3, len(text) - WIDTH))
    window = text[begin : begin + WIDTH]
    cut_left, cut_right = "…" * (begin > 0), "…" * (begin + WIDTH < len(text))
    start = column - 1 - begin
    end = max(start + 1, min(end_column - 1 - begin, len(window)))
    before = len(cut_left) + sum(_cells(sign) for sign in window[:start])
    under = max(1, sum(_cells(sign) for sign in window[start:end]))
    return cut_left + "".join(map(_excerpt_sign, window)) + cut_right, before, under


def _visible_sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    code = ord(sign)
    if sign in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[sign]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _excerpt_sign(sign: str) -> str:
    return "    " if sign == "\t" else _visible_sign(sign)


def _cells(sign: str) -> int:
    """How many cells of a terminal a sign takes in an excerpt."""
    quoted = _excerpt_sign(sign)
    if quoted != sign:
        return len(quoted)
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _count(found: Sequence[Diagnostic]) -> str:
    by_severity = Counter(one.severity for one in found)
    parts = [
        f"{number} {severity_name(severity)}{'s' if number > 1 else ''}"
        for severity, number in sorted(by_severity.items(), reverse=True)
    ]
    files = len({one.span.file for one in found})
    return f"{', '.join(parts)} in {files} file{'s' if files > 1 else ''}"
