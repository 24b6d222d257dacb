"""What DynamoDB documents about items and keys, written anew from its documentation and from nothing of ours.

Sources: "Quotas in Amazon DynamoDB" and "DynamoDB item sizes and formats" (developer guide), "AttributeValue"
and "Query" (API reference). The emulator is kinder in one point: it takes members of indexes above 2,048 and
1,024 bytes, which `violations` reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

Order = bytes | Fraction
PARTITION, SORT, ITEM = 2048, 1024, 409_600  # bytes


@dataclass(frozen=True)
class Table:
    """A table: the types of its key attributes, its key, and the keys of its indexes."""

    types: Mapping[str, str]
    key: tuple[str, ...]
    indexes: Mapping[str, tuple[str, ...]]


def violations(table: Table, item: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Why DynamoDB refuses to put an item."""
    found = [f"no {name}" for name in table.key if name not in item]
    for names in (table.key, *table.indexes.values()):
        for name, most in zip(names, (PARTITION, SORT), strict=False):
            if name in item:
                found += [f"{name}: {why}" for why in key_violations(item[name], table.types[name], most)]
    if (size := sum(len(name.encode()) + bytes_of(value) for name, value in item.items())) > ITEM:
        found.append(f"{size} bytes")
    return found


def key_violations(value: Mapping[str, Any], kind: str, most: int) -> list[str]:
    """Why a value cannot be that of a key attribute of this type."""
    if kind not in value:
        return [f"is {next(iter(value))} and not {kind}"]
    if kind == "N":
        return number_violations(value["N"])
    size = len(value["S"].encode())
    return [] if 0 < size <= most else [f"has {size} bytes"]


def number_violations(text: str) -> list[str]:
    """Why DynamoDB cannot hold a number: 38 significant digits; 1E-130 to 9.99...E+125, or zero."""
    digits = f"{Decimal(text):f}".replace("-", "").replace(".", "").strip("0")
    value = abs(Fraction(text))
    found = [f"has {len(digits)} digits"] if len(digits) > 38 else []
    return found + ([] if not value or Fraction(10) ** -130 <= value < Fraction(10) ** 126 else ["range"])


def bytes_of(value: Mapping[str, Any]) -> int:
    """The bytes of an attribute value; of a number at most one for two digits, and one more."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "B":
            return len(content)
        case "N":
            return 1
        case "M":
            return 3 + sum(len(name.encode()) + 1 + bytes_of(one) for name, one in content.items())
        case "L":
            return 3 + sum(1 + bytes_of(one) for one in content)
    return 1


def order(kind: str, value: Any) -> Order:
    """What a member sorts by: bytes of UTF-8, the number, or the moment (seconds; exact at any precision)."""
    if kind == "number":
        return Fraction(repr(value) if isinstance(value, float) else value)
    if kind == "date-time":
        return moment(value)
    return str(value).encode()


def moment(text: str) -> Fraction:
    """The seconds since 1970 of an RFC 3339 date-time; a leap second is nearly the next minute."""
    clock = text.upper().replace(" ", "T")
    date, rest = clock[:16], clock[16:]
    place = next(n for n, sign in enumerate(rest) if sign in "Z+-")
    seconds, zone = Fraction(rest[1:place]), rest[place:]
    minutes = 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[-2:]))
    if seconds >= 60:
        seconds = 60 - Fraction(1, 10**15) + (seconds - 60) / 10**16
    start = datetime.fromisoformat(date).replace(tzinfo=UTC)
    whole = (start - datetime(1970, 1, 1, tzinfo=UTC)).days * 86_400 + start.hour * 3600 + start.minute * 60
    return whole - minutes * 60 + seconds
