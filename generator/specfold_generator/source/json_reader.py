"""JSON text -> plain values at the speed of the C scanner; places are worked out when one is asked for."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.source import scalars
from specfold_generator.source.positions import Children, JsonValue, Place, SourceText
from specfold_generator.source.text_errors import MAX_DEPTH, MAX_NODES, TextFindings

# The closing quote is optional: an open string is then taken in one step, never tried again from inside.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_STRINGS = re.compile(_STRING, re.DOTALL)
_TOKENS = re.compile(_STRING + r'|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_TRAILING_COMMA = re.compile(r",\s*[}\]]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

# the beginning of the standard library's message -> what it means here, and the repair
_WORDS = (
    ("Expecting property name", "a key in double quotes is missing", "quote the key"),
    ("Expecting value", "a value is missing", "write the value"),
    ("Expecting ',' delimiter", "a ',' or a closing bracket is missing", "put it here"),
    ("Expecting ':' delimiter", "a ':' is missing after the key", "put it here"),
    ("Unterminated string", "this string is never closed", "close the quote"),
    ("Invalid control character", "a line break or tab inside a string", "write \\n or \\t"),
    ("Invalid \\", "a string has no such escape", "double the \\"),
    ("Extra data", "the document ended before this", "keep one value in a file"),
)


class _DuplicateKeyError(ValueError):
    """The fast path saw a key twice; the slow path says which and where."""


def read(source: SourceText) -> JsonValue:
    """Read one JSON document. Raises SpecError with every diagnostic."""
    diagnostics = TextFindings(source)
    diagnostics.stop_at_character(_FORBIDDEN, "JSON")
    _stop_at_size_and_depth(diagnostics)
    try:
        value: JsonValue = _DECODER.decode(source.text)
    except json.JSONDecodeError as error:
        _stop_at_syntax_error(diagnostics, error)
    except (_DuplicateKeyError, scalars.NumberOutsideJson):
        index(source, diagnostics)
        raise SpecError(diagnostics.found) from None
    if _SURROGATE_ESCAPE.search(source.text):
        index(source, diagnostics)
    diagnostics.raise_any()
    if value is None:
        diagnostics.stop_at_nothing()
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _DuplicateKeyError
    return mapping


_DECODER = json.JSONDecoder(
    object_pairs_hook=_distinct,
    parse_int=scalars.whole,
    parse_float=scalars.fraction,
    parse_constant=scalars.constant,
)


# --- before and instead of reading ----------------------------------------------------------------------


def _stop_at_size_and_depth(diagnostics: TextFindings) -> None:
    """Count values; count levels before the recursive scanner does, by peeling off innermost pairs."""
    bare = _STRINGS.sub("", diagnostics.source.text).encode("utf-8", "replace")
    if sum(map(bare.count, (b",", b":", b"]", b"}"))) > MAX_NODES:
        diagnostics.stop_at_size()
    brackets = bare.translate(None, _ALL_BUT_BRACKETS)
    for _ in range(MAX_DEPTH):
        peeled = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(peeled) == len(brackets):
            break
        brackets = peeled
    if not brackets:
        return
    depth = 0
    for token in _TOKENS.finditer(diagnostics.source.text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group()[:1], 0)
        if depth > MAX_DEPTH:
            diagnostics.stop_at_depth(token.span())


def _stop_at_syntax_error(diagnostics: TextFindings, error: json.JSONDecodeError) -> NoReturn:
    text = diagnostics.source.text
    comma = _trailing_comma(text, error.pos)
    at = error.pos if comma is None else comma
    if comma is not None:
        message, help = "a trailing comma is not JSON", "remove the comma"
    elif not text[error.pos :].strip():
        message, help = "the file ends in the middle of a value", "restore the rest of the file"
    elif not text[: error.pos].strip() and text[error.pos] not in "[{":
        message, help = "this is not JSON", "rename the file to .yaml if it holds YAML"
    else:
        words = ((words, help) for begin, words, help in _WORDS if error.msg.startswith(begin))
        message, help = next(words, (error.msg, ""))
    diagnostics.stop("SPF107", (at, at + 1), f"line {diagnostics.line(at)}: {message}", help)


def _trailing_comma(text: str, at: int) -> int | None:
    """Where the comma is that an error is about: Python 3.13 points at it, older ones at what follows."""
    comma = len(text[:at].rstrip()) - 1 if text[at : at + 1] in "}]" else at
    return comma if comma >= 0 and _TRAILING_COMMA.match(text, comma) else None


# --- places ---------------------------------------------------------------------------------------------


class _Open:
    """An object or array whose end was not seen yet."""

    def __init__(self, start: int, *, mapping: bool, key: tuple[str, int, int]) -> None:
        self.start, self.mapping, self.own_key = start, mapping, key
        self.key: tuple[str, int, int] | None = None
        self.named: dict[str, Place] = {}
        self.items: list[Place] = []

    @property
    def children(self) -> Children:
        return self.named if self.mapping else self.items

    def add(self, key: tuple[str, int, int], start: int, end: int, children: Children) -> None:
        name, key_start, key_end = key
        if self.mapping:
            self.named[name] = (key_start, key_end, start, end, children)
        else:
            self.items.append((-1, -1, start, end, children))
        self.key = None


_NO_KEY = ("", -1, -1)


def index(source: SourceText, diagnostics: TextFindings | None = None) -> Place:
    """The location of every node of a JSON text; with `diagnostics`, also what the fast path refuses."""
    ground = _Open(0, mapping=False, key=_NO_KEY)
    stack = [ground]
    for token in _TOKENS.finditer(source.text):
        start, end = token.span()
        sign = source.text[start]
        top = stack[-1]
        if sign in "{[":
            stack.append(_Open(start, mapping=sign == "{", key=top.key or _NO_KEY))
        elif sign in "}]":
            stack.pop()
            stack[-1].add(top.own_key, top.start, end, top.children)
        elif top.mapping and top.key is None:
            top.key = (_key(token.group(), top, (start, end), diagnostics), start, end)
        else:
            if diagnostics is not None:
                _check_scalar(token.group(), (start, end), diagnostics)
            top.add(top.key or _NO_KEY, start, end, None)
    return ground.items[0]


def _key(raw: str, top: _Open, at: tuple[int, int], diagnostics: TextFindings | None) -> str:
    name: str = json.loads(raw) if "\\" in raw else raw[1:-1]
    if diagnostics is None:
        return name
    if name in top.named:
        diagnostics.duplicate_key(name, at, top.named[name])
    _check_scalar(raw, at, diagnostics)
    return name


def _check_scalar(raw: str, at: tuple[int, int], diagnostics: TextFindings) -> None:
    try:
        value = _DECODER.decode(raw)
    except scalars.NumberOutsideJson as error:
        diagnostics.number(at, error)
        return
    if isinstance(value, str) and scalars.has_lone_surrogate(value):
        diagnostics.lone_surrogate(at)
