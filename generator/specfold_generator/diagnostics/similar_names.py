"""Names that resemble a misspelt one, found in bounded time: names and their number come from the spec."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest

LONGEST_COMPARED = 64  # characters: difflib takes time in the square of them
MOST_COMPARED = 500
MOST_MATCHED = 16  # by difflib; the others are sorted out by their pairs of letters


def closest(name: str, names: Sequence[str], cutoff: float = 0.6) -> str | None:
    """The name most like this one; None when none is like it, or it is too long to compare."""
    if len(name) > LONGEST_COMPARED:
        return None
    candidates = [other for other in names[:MOST_COMPARED] if len(other) <= 2 * LONGEST_COMPARED]
    if len(candidates) > MOST_MATCHED:
        wanted = _pairs(name)
        candidates = nlargest(MOST_MATCHED, candidates, key=lambda other: len(wanted & _pairs(other)))
    found = get_close_matches(name, candidates, n=1, cutoff=cutoff)
    return found[0] if found else None


@lru_cache(maxsize=4 * MOST_COMPARED)
def _pairs(name: str) -> frozenset[str]:
    """Every two letters that follow each other, whatever their case."""
    folded = name.casefold()
    return frozenset(map(str.__add__, folded, folded[1:]))
