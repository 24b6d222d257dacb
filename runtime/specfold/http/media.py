"""Media types: which are alike, and which are sequences of items (OpenAPI 3.2, "Sequential Media Types")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

FORM: Final = "application/x-www-form-urlencoded"
_LINES = "jsonl x-jsonlines jsonlines json-lines ndjson x-ndjson json+lines stream+json"
LINES: Final = frozenset(f"application/{name}" for name in _LINES.split())
EVENTS: Final = "text/event-stream"
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = re.compile(rf';[ \t]*({_WORD})=({_WORD}|"(?:[^"\\]|\\.)*")')


def bare(media_type: str | None) -> str:
    """A media type without its parameters, in lower case."""
    return (media_type or "").partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a body of this type is one JSON value."""
    kind = bare(media_type)
    return kind.endswith(("/json", "+json")) and kind not in LINES


def is_sequence(media_type: str) -> bool:
    """Whether a body of this type is a sequence of JSON values or of events."""
    kind = bare(media_type)
    return kind in LINES or kind == EVENTS or is_text_sequence(kind)


def is_text_sequence(kind: str) -> bool:
    """Whether it is a sequence of JSON texts (RFC 7464, RFC 8091)."""
    return kind == "application/json-seq" or kind.endswith("+json-seq")


def is_xml(media_type: str) -> bool:
    """Whether a body of this type is XML (RFC 7303)."""
    return bare(media_type).endswith(("/xml", "+xml"))


def is_multipart(media_type: str) -> bool:
    """Whether a body of this type has parts."""
    return bare(media_type).startswith("multipart/")


def parameters(media_type: str) -> Mapping[str, str]:
    """The parameters of a media type (RFC 9110, 5.6.6 and 8.3.1); a boundary tells none apart."""
    found = {name.lower(): _value(text) for name, text in _PARAMETER.findall(media_type)}
    found.pop("boundary", None)
    if "charset" in found:
        found["charset"] = found["charset"].lower()  # the one parameter here whose value has no case
    return found


def _value(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


@lru_cache(4096)
def _range(text: str) -> tuple[str, Mapping[str, str]]:
    return bare(text), parameters(text)


def matching(media_type: str, ranges: Iterable[str]) -> str | None:
    """The range that a media type falls into, the most specific first; None if it does into none.

    A range has fewer parameters than what falls into it, or the same. What lacks a parameter of the only
    range of its type falls into that one all the same.
    """
    kind, given = bare(media_type), parameters(media_type)
    if not kind:
        return None
    wanted = ("*/*", f"{kind.partition('/')[0]}/*", kind)
    strict: list[tuple[int, int, str]] = []  # how specific, and the range
    loose: list[str] = []
    for one in ranges:
        name, asked = _range(one)
        if name not in wanted:
            continue
        if asked.items() <= given.items():
            strict.append((wanted.index(name), len(asked), one))
        if name == kind:
            loose.append(one)
    if strict:
        return max(strict, key=lambda found: found[:2])[2]
    only = loose[0] if len(loose) == 1 else None
    return only if only and all(given.get(n, v) == v for n, v in _range(only)[1].items()) else None
