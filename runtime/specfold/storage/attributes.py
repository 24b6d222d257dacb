"""JSON as DynamoDB attribute values, and back, exactly.

DynamoDB holds less than JSON does: numbers of 38 digits between 1E-130 and 1E+126, 32 levels, no empty names,
no lone surrogates. JSON has no binary, so whatever does not fit stands as a binary value that holds its JSON
text. Such a value can be no index key, which is true of it anyway.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

Attribute = dict[str, Any]  # {"S": "text"}
Item = dict[str, Attribute]

MAX_ITEM: Final = 400 * 1024  # bytes
_MAX_DEPTH: Final = 24  # of DynamoDB's 32: rows stand a few levels deep themselves
MAX_INT: Final = 10**38
_EXACT: Final = 2**53  # every whole float up to here is that whole number and no other
_SMALLEST: Final = 1e-130


def attribute(value: Any, depth: int = 0) -> Attribute:
    """A JSON value as DynamoDB keeps it.

    Raises:
        TypeError: it is no JSON value.
        ValueError: it is NaN or infinite.
    """
    convert = _KINDS.get(type(value))
    if convert is None:
        raise TypeError(f"a {type(value).__name__} is no JSON value")
    return convert(value, depth)


def _text(value: str, _: int) -> Attribute:
    # isascii looks at one flag of the string; encode is what finds a lone surrogate
    return {"S": value} if value.isascii() or encodable(value) else _as_json(value)


def encodable(text: str) -> bool:
    """Whether a text has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(value: int, _: int) -> Attribute:
    return {"N": str(value)} if -MAX_INT < value < MAX_INT else _as_json(value)


def _fraction(value: float, _: int) -> Attribute:
    if not math.isfinite(value):
        raise ValueError("JSON has no such number")
    size = abs(value)
    fits = size < _EXACT and (size >= _SMALLEST or not size)
    return {"N": repr(value)} if fits else _as_json(value)


def _list(value: list[Any], depth: int) -> Attribute:
    if depth >= _MAX_DEPTH:
        return _as_json(value)
    return {"L": [attribute(element, depth + 1) for element in value]}


def _object(value: Mapping[str, Any], depth: int) -> Attribute:
    if depth >= _MAX_DEPTH or "" in value or not all(encodable(name) for name in value):
        return _as_json(value)
    return {"M": {name: attribute(member, depth + 1) for name, member in value.items()}}


def _as_json(value: Any) -> Attribute:
    return {"B": json.dumps(value, separators=(",", ":"), allow_nan=False).encode()}


_KINDS: Final[Mapping[type, Callable[[Any, int], Attribute]]] = {
    str: _text,
    bool: lambda value, _: {"BOOL": value},
    int: _whole,
    float: _fraction,
    type(None): lambda *_: {"NULL": True},
    list: _list,
    tuple: _list,
    dict: _object,
}


def value(attribute: Mapping[str, Any]) -> Any:
    """The JSON value of an attribute; whole numbers as int, others as float.

    Raises:
        TypeError: a set, which nothing here writes.
    """
    ((kind, content),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            return _number(content)
        case "NULL":
            return None
        case "M":
            return {name: value(member) for name, member in content.items()}
        case "L":
            return [value(element) for element in content]
        case "B":
            return json.loads(content)
    raise TypeError(f"an attribute of type {kind} is no JSON value")


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        return int(number) if number.is_integer() else number


def too_large(bytes: int) -> str:
    """Why DynamoDB never takes an item of this size; empty if it does."""
    return f"an item of {bytes:,} bytes is too large: DynamoDB takes {MAX_ITEM:,}" if bytes > MAX_ITEM else ""


def size(item: Mapping[str, Mapping[str, Any]]) -> int:
    """An item's bytes as DynamoDB counts them, never less: numbers are rounded up.

    Source: "DynamoDB item sizes and formats", developer guide.
    """
    return sum(_bytes(name) + _size(attribute) for name, attribute in item.items())


def _size(attribute: Mapping[str, Any]) -> int:
    ((kind, content),) = attribute.items()
    match kind:
        case "S":
            return _bytes(content)
        case "B":
            return len(content)
        case "N":
            return min(len(content) // 2 + 3, 22)
        case "M":
            return 3 + len(content) + size(content)
        case "L":
            return 3 + len(content) + sum(map(_size, content))
    return 1


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
