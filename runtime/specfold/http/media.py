"""Parameters of media types, and the range that a media type falls into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from specfold.model.shared.media_types import bare

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = re.compile(rf';[ \t]*({_WORD})=({_WORD}|"(?:[^"\\]|\\.)*")')


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
