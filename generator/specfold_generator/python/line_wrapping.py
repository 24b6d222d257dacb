"""Lines that the formatter cannot break -> text that it can.

ruff breaks between what stands in brackets. A text, or a name after a key, it leaves where it is, however
long the line becomes: those are put into brackets of their own here, long texts in pieces.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from specfold_generator.python.literals import WIDTH, width

_ROOM = 12  # brackets around a piece indent it by eight more; quotes and a comma stand beside it
_LEAST = 12  # of a piece, however deep it stands
_SIGN = re.compile(r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|.)|.", re.DOTALL)

_Edit = tuple[int, int, str]  # line, byte of the line, what is put there


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a module as bytes, for that is how a syntax tree counts, and the long ones among them."""

    lines: tuple[bytes, ...]
    long: frozenset[int]

    def overflows(self, node: ast.Constant) -> bool:
        """Whether it is a text that is no docstring, and would fill more than a line of its own."""
        if not isinstance(node.value, str) or node.lineno != node.end_lineno or node.lineno not in self.long:
            return False
        text = self.text(node)
        return text[:1] in "'\"" and text[:3] != text[:1] * 3 and width(text) > self.room(node)

    def text(self, node: ast.expr) -> str:
        """What stands there."""
        return self.lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()

    def room(self, node: ast.expr) -> int:
        """How wide a piece of it may be."""
        line = self.lines[node.lineno - 1]
        return max(WIDTH - (len(line) - len(line.lstrip())) - _ROOM, _LEAST)


def breakable(text: str) -> str:
    """The text of a module so that the formatter can keep its lines within the width; not formatted."""
    found = text.split("\n")
    long = frozenset(n for n, line in enumerate(found, start=1) if is_long(line))
    if not long:
        return text
    lines = _Lines(tuple(line.encode() for line in found), long)
    made = list(lines.lines)
    for number, at, inserted in sorted(_edits(ast.parse(text), lines), reverse=True):
        line = made[number - 1]
        made[number - 1] = line[:at] + inserted.encode() + line[at:]
    return b"\n".join(made).decode()


def is_long(line: str) -> bool:
    """Whether a line is too wide, and is not a single word, which nothing can break."""
    return len(line) > WIDTH // 2 and width(line) > WIDTH and len(line.split()) > 1


def _edits(tree: ast.Module, lines: _Lines) -> Iterator[_Edit]:
    split = {node for node in ast.walk(tree) if isinstance(node, ast.Constant) and lines.overflows(node)}
    for node in split:
        text = lines.text(node)
        yield from _around(node)
        for at in _cuts(text, lines.room(node)):
            yield node.lineno, node.col_offset + at, f"{text[0]} {text[0]}"
    yield from _declared_apart(tree)
    for inner in _alone(tree):
        if inner.lineno in lines.long and inner not in split:
            yield from _around(inner)


def _declared_apart(tree: ast.Module) -> Iterator[_Edit]:
    """Names of a module whose type leaves no room for a bracket are declared first, then set."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            head = f"{node.target.id}: {ast.unparse(node.annotation)} = ("
            if isinstance(node.annotation, ast.Name | ast.Attribute) and len(head) > WIDTH:
                end = node.annotation.end_col_offset or 0
                yield node.lineno, end, f"\n{node.target.id}"


def _alone(tree: ast.Module) -> Iterator[ast.expr]:
    """What has no brackets of its own, and no formatter gives it any."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (
                value for value in node.values if isinstance(value, ast.Name | ast.Attribute | ast.Constant)
            )
        elif isinstance(node, ast.arg) and node.annotation is not None:
            yield node.annotation


def _around(node: ast.expr) -> Iterator[_Edit]:
    yield node.lineno, node.col_offset, "("
    yield node.end_lineno or 0, node.end_col_offset or 0, ")"


def _cuts(text: str, room: int) -> Iterator[int]:
    """The bytes of a quoted text where a piece ends: after a space, or within a word that fills a line."""
    begin, space = 1, 0
    wide = 0
    for sign in _SIGN.finditer(text, 1, len(text) - 1):
        wide += width(sign[0])
        if wide > room:
            begin = space if space > begin else sign.start()
            wide = width(text[begin : sign.end()])
            yield len(text[:begin].encode())
        if sign[0] == " ":
            space = sign.end()
