"""Values in keys of tables and indexes: the form each kind is kept in, its order, and what no key can hold.

DynamoDB orders text by its UTF-8 bytes and numbers by value ("Query", `ScanIndexForward`, API reference). The
kind of a member is decided at generation (`View.kinds`), never guessed from a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from typing import Final, Literal

from specfold.model.shared.limits import LARGEST_POWER, MAX_DIGITS, SMALLEST_POWER

KeyValue = str | int | Decimal
KeyKind = Literal["text", "number", "date-time", "time"]

_PLAIN: Final = 10**MAX_DIGITS
_EXACT: Final = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # drops trailing zeros and nothing else
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
_OFFSET = r"(?P<offset>[Zz]|[+-]\d\d:?\d\d)?"
_DATE_TIME: Final = re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d)[Tt ]{_CLOCK}{_OFFSET}", re.ASCII)
_TIME: Final = re.compile(_CLOCK + _OFFSET, re.ASCII)
_ANY_DAY: Final = "2000-01-02"  # far from the first and the last day that a datetime can hold


def key_form(value: KeyValue, kind: KeyKind = "text") -> KeyValue:
    """A value of the wire as a key of this kind holds it. What a key holds already stays as it is.

    Text is kept as it is. A number is its value: 2, 2.0 and 2e0 are one key. A date-time is in UTC, without
    an offset and without trailing zeros of the fraction, so that text order is time order at any precision;
    a time of day likewise. A value that is not of the kind is kept as it is: see `refusal`.
    """
    if kind == "text":
        return value if isinstance(value, str) else str(value)
    return _FORMS[kind](value)


def _number(value: KeyValue) -> KeyValue:
    if isinstance(value, int):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    plain = -_PLAIN < number < _PLAIN and number == int(number)
    return int(number) if plain else number.normalize(_EXACT)


def _date_time(value: KeyValue) -> KeyValue:
    found = _DATE_TIME.fullmatch(str(value))
    moment = _utc(found["date"], found) if found else None
    return str(value) if moment is None or found is None else moment.isoformat("T", "minutes") + _rest(found)


def _time(value: KeyValue) -> KeyValue:
    found = _TIME.fullmatch(str(value))
    moment = _utc(_ANY_DAY, found) if found else None
    return str(value) if moment is None or found is None else f"{moment:%H:%M}" + _rest(found)


def _utc(date: str, found: re.Match[str]) -> datetime | None:
    """The minute in UTC; None where there is no such minute, or it is outside of the years 1 to 9999."""
    try:
        local = datetime.fromisoformat(f"{date}T{found['hour']}:{found['minute']}")
        offset = found["offset"] or "Z"
        if offset in "Zz":
            return local
        ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        return local + ahead if offset[0] == "-" else local - ahead
    except (ValueError, OverflowError):
        return None


def _rest(found: re.Match[str]) -> str:
    # Offsets are whole minutes: seconds stay as they are, also the 60 of a leap second.
    fraction = (found["fraction"] or "").rstrip("0")
    return f":{found['second'] or '00'}" + (f".{fraction}" if fraction else "")


_FORMS: Final[Mapping[KeyKind, Callable[[KeyValue], KeyValue]]] = {
    "number": _number,
    "date-time": _date_time,
    "time": _time,
}


def number_text(value: int | Decimal) -> str:
    """A number as DynamoDB returns it, one text for one value: no exponent, and no zeros at the end."""
    if isinstance(value, int) and -_PLAIN < value < _PLAIN:
        return str(value)
    return f"{Decimal(value).normalize(_EXACT):f}"


def refusal(value: KeyValue, kind: KeyKind, most: int) -> str:
    """Why no key of this kind can hold a value, in at most `most` bytes if it is text; empty if one can."""
    if not isinstance(value, str):
        return _number_refusal(Decimal(value))
    if not value:
        return "is empty"
    if kind == "number":
        return "is not a number"
    if value.isascii() and len(value) <= most:
        return ""
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        return "has a lone surrogate"
    return f"has {size:,} bytes; DynamoDB takes {most:,}" if size > most else ""


def _number_refusal(value: Decimal) -> str:
    exact = value.normalize(_EXACT)
    digits = len(exact.as_tuple().digits)
    if digits > MAX_DIGITS:
        return f"has {digits:,} digits; DynamoDB takes {MAX_DIGITS}"
    if value and not SMALLEST_POWER <= value.adjusted() <= LARGEST_POWER:
        return f"is outside of the numbers that DynamoDB takes (1E{SMALLEST_POWER} to 9.9E+{LARGEST_POWER})"
    return ""
