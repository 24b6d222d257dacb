"""Text from specs as Python text: every docstring and literal that generation prints goes through here."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 110
LONGEST_DOC = 4_000  # characters; a description beyond that is no docstring

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def literal(value: object) -> str:
    """A str, int, bool or None as a Python literal; signs that hide from a reader are escaped."""
    return _visible(repr(value))


def docstring(text: str, indent: int) -> str:
    """A docstring block, indented: wrapped, and without anything that could end it early or hide."""
    margin, room = " " * indent, WIDTH - indent
    first, *rest = clip(text).split("\n")
    lines = _wrapped(first, room, quotes=3)
    if not rest and len(lines) == 1:
        lines = _wrapped(first, room, quotes=6)  # both ends stand in the line
    lines += [line for raw in rest for line in _wrapped(raw, room)]
    if len(lines) == 1:
        return f'{margin}"""{lines[0]}"""'
    body = "\n".join(f"{margin}{line}".rstrip() for line in lines[1:])
    return f'{margin}"""{lines[0]}\n{body}\n{margin}"""'


def width(text: str) -> int:
    """The columns that a text fills: signs of East Asia two each, marks upon letters none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def clip(text: str) -> str:
    """Text as it may stand between triple quotes."""
    text = _BREAKS.sub("\n", text).encode("utf-8", "replace").decode("utf-8").strip()
    if len(text) > LONGEST_DOC:
        text = text[:LONGEST_DOC].rstrip() + " ..."
    body = text.rstrip('"')
    quotes = '\\"' * (len(text) - len(body))
    body = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').expandtabs(4)
    return "\n".join(map(_visible, body.split("\n"))) + quotes


def _visible(text: str) -> str:
    """Text as a reader sees it: what is a control, a direction mark or half of a pair is escaped."""
    return text if text.isprintable() else "".join(s if s.isprintable() else _escape(s) for s in text)


def _escape(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _wrapped(line: str, room: int, quotes: int = 0) -> list[str]:
    """A line of the spec, wrapped under its own indentation; list items stay list items.

    `quotes` is the room that the first line leaves.
    """
    lead = re.match(r"\s*(?:[-*+] |\d+[.)] )?", line)
    hang = " " * len(lead[0]) if lead else ""
    lines, at = [""], quotes
    for word in re.findall(r"[^\t ]+|[\t ]+", line.rstrip()):
        wide = width(word)
        if at + wide > room and lines[-1].strip():
            lines[-1] = lines[-1].rstrip(" \t")
            lines.append(hang)
            at = len(hang)
        if lines[-1] != hang or len(lines) == 1 or word.strip():
            lines[-1] += word
            at += wide
    return lines
