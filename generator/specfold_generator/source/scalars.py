"""Plain scalars of the YAML 1.2 core schema, and the numbers that YAML and JSON files may hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from specfold_generator.source.positions import JsonValue

MAX_DIGITS = 400  # of a whole number; Python itself refuses to read more than 4,300

# A scalar that begins otherwise is text; asking this first keeps the regular expression off most scalars.
FIRST_CHARACTERS = frozenset(["", *"~nNtTfF+-.0123456789"])

_CONSTANTS: dict[str, JsonValue] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)"
    r"|(?P<octal>0o[0-7]+)"
    r"|(?P<hexadecimal>0x[0-9a-fA-F]+)"
    r"|(?P<fraction>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<constant>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)


class NumberOutsideJson(ValueError):
    """A number that cannot be passed on as JSON; the message says why."""


def whole(text: str) -> int:
    """Read a whole number in base ten. Raises NumberOutsideJson when it is absurdly long."""
    if len(text) > MAX_DIGITS:
        raise NumberOutsideJson(f"a whole number of {len(text)} digits; the limit is {MAX_DIGITS}")
    return int(text)


def fraction(text: str) -> float:
    """Read a number with a point or an exponent. Raises NumberOutsideJson beyond the range of a double."""
    number = float(text)
    if not math.isfinite(number):
        raise NumberOutsideJson("a number too large for a double (about 1.8e308)")
    return number


def constant(text: str) -> float:
    """Refuse NaN and the infinities, which have no JSON form."""
    raise NumberOutsideJson(f"{text} is no JSON number")


def _prefixed(base: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if len(text) > MAX_DIGITS:
            raise NumberOutsideJson(f"a whole number of {len(text)} digits; the limit is {MAX_DIGITS}")
        return int(text[2:], base)

    return read


_READERS: dict[str | None, Callable[[str], int | float]] = {
    "whole": whole,
    "octal": _prefixed(8),
    "hexadecimal": _prefixed(16),
    "fraction": fraction,
    "constant": constant,
}


def resolve(text: str) -> JsonValue:
    """The value of a plain scalar. Raises NumberOutsideJson for numbers without a JSON form."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    found = _NUMBER.fullmatch(text)
    return text if found is None else _READERS[found.lastgroup](text)


def has_lone_surrogate(text: str) -> bool:
    """Whether `text` holds half of a surrogate pair, which no encoding can write."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)
