"""JSON text from outside: read in full or refused, in time linear in its size."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from specfold.model.nesting import MAX_DEPTH, too_deep
from specfold.model.values.numbers import InexactNumber, exact

_QUOTED_OR_NAME: Final = bytes(set(range(256)) - set(b'":'))


class UnsafeJson(ValueError):
    """JSON text that parsers read differently, or not at all. Its message may be shown to the sender."""


def decode(text: bytes | str, limit: int = MAX_DEPTH) -> Any:
    """The value of a JSON text (RFC 8259).

    Raises:
        UnsafeJson: arrays and objects are nested deeper than `limit` levels, or an object has two members
            of one name, of which each parser takes another (RFC 8259, section 4), or a number has digits
            that no 64-bit float holds (section 6).
        ValueError: it is no JSON text in UTF-8.
    """
    data = text.encode() if isinstance(text, str) else text
    if too_deep(data, limit):
        raise UnsafeJson(f"arrays and objects may be nested at most {limit} levels deep")
    data.decode()  # msgspec passes over bad UTF-8 in what it skips
    value = msgspec.json.decode(data)
    names, has_floats = _names_in(value)
    if _names_in_text(data) != names:
        json.loads(data, object_pairs_hook=_unique)
        raise UnsafeJson("an object has two members of one name")
    try:
        return json.loads(data, parse_float=exact) if has_floats else value
    except InexactNumber as error:
        raise UnsafeJson(str(error)) from error


def is_deeper(value: Any, limit: int) -> bool:
    """Whether a value has more than `limit` levels of arrays and objects."""
    level = [value]
    for _ in range(limit + 1):
        level = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        if not level:
            return False
    return True


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    """What is directly inside; an empty one is a level as well."""
    return list(value.values() if isinstance(value, dict) else value) or [None]


def _names_in_text(data: bytes) -> int:
    """The colons outside of strings. The text is known to be JSON."""
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    return sum(piece.count(b":") for piece in data.translate(None, _QUOTED_OR_NAME).split(b'"')[::2])


def _names_in(value: Any) -> tuple[int, bool]:
    """How many members there are, and whether any number has a fraction or an exponent."""
    count, has_floats = 0, False
    queue = [value]
    while queue:
        here = queue.pop()
        if isinstance(here, dict):
            count += len(here)
            queue.extend(here.values())
        elif isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, float):
            has_floats = True
    return count, has_floats


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UnsafeJson(f"an object has two members of the name {json.dumps(name[:100])}")
        found[name] = value
    return found
