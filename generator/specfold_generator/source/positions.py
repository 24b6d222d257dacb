"""Where things stand in a text: offsets to lines and columns; the tree of places beside a tree of values."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TypeAlias

from specfold_generator.diagnostics.diagnostic import Location

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

# One node: key start, key end, value start, value end (offsets in characters; -1 without a key), children.
# A plain tuple, because a document has one for every node and all are made while it is read.
Children: TypeAlias = "dict[str, Place] | list[Place] | None"
Place: TypeAlias = "tuple[int, int, int, int, Children]"

# What editors call a line. libyaml also breaks lines at NEL, LS and PS, so its own line numbers are not used.
_BREAK = re.compile(r"\r\n|\r|\n")


class SourceText:
    """The text of one file, and its name as shown to people. Offsets count characters from 0."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def _lines(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        return self._starts

    def _position(self, offset: int) -> tuple[int, int]:
        starts = self._lines()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def span(self, start: int, end: int) -> Location:
        """The place from `start` to `end` (exclusive), without the white space before `end`."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        while end > start and self.text[end - 1] in " \t\r\n":
            end -= 1
        return Location(self.path, *self._position(start), *self._position(end))

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its line break; empty when there is no such line."""
        starts = self._lines()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


def find(root: Place, pointer: tuple[str | int, ...]) -> tuple[Place, bool]:
    """The place at `pointer`, and whether it is there; if not, the place of its nearest ancestor."""
    place = root
    for step in pointer:
        children = place[4]
        if isinstance(children, dict) and str(step) in children:
            place = children[str(step)]
        elif isinstance(children, list) and str(step).isdecimal() and int(step) < len(children):
            place = children[int(step)]
        else:
            return place, False
    return place, True
