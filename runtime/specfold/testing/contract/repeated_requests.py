"""Bounds the repeats of patterns that Python's engine would try for hours: those with repeats of repeats.

`^(a+)+$` has 2 ** n ways to fail on n letters. The engine at the edges is linear; Hypothesis, which makes
texts of a pattern, asks Python's. Of the bounded pattern fewer texts are made, and the whole pattern finds
each of them.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 3  # times that a repeat is repeated
_REPEAT: Final = re.compile(r"([*+]|\{(\d+),(\d*)\})")
# Read from left to right: an escape, a class, a repeat, or one more character.
_PART: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+,\d*\}|.", re.DOTALL)


def bounded(pattern: str) -> str:
    """The pattern; with every repeat bounded where one repeats something that may be of several lengths."""
    parts = _PART.findall(pattern)
    if not _is_nested(parts):
        return pattern
    return "".join(_bounded(part) for part in parts)


def _is_nested(parts: list[str]) -> bool:
    """Whether a repeat repeats a group that has a repeat or a choice inside."""
    varies = [False]  # for each open group
    closed: bool | None = None  # whether the group that has just ended does
    for part in parts:
        before, closed = closed, None
        if part == "(":
            varies.append(False)
        elif part == ")" and len(varies) > 1:
            closed = varies.pop()
            varies[-1] |= closed
        elif part == "|":
            varies[-1] = True
        elif _repeats(part):
            if before:
                return True
            varies[-1] = True
    return False


def _repeats(part: str) -> bool:
    """Whether a part repeats what is before it, a number of times that may be large."""
    found = _REPEAT.fullmatch(part)
    return found is not None and (not found[2] or not found[3] or int(found[3]) - int(found[2]) > MOST)


def _bounded(part: str) -> str:
    found = _REPEAT.fullmatch(part)
    if found is None or not _repeats(part):
        return part
    least = {"*": 0, "+": 1}.get(part, int(found[2] or 0))
    return f"{{{least},{least + MOST}}}"
