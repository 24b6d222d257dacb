"""Whether what was read is what is written: members, up to how times, ids, addresses, numbers are spelt."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from specfold.http.shapes import Schema, Shapes
from specfold.model.shared.json_pointer import escaped

_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def lost(before: Any, after: Any, schema: Schema) -> list[str]:
    """JSON pointers of what is not the same; members that the schema does not describe may be dropped."""
    shapes = Shapes(schema)
    return _lost(before, after, shapes.whole, shapes, "")


def _lost(before: Any, after: Any, schemas: list[Schema], shapes: Shapes, place: str) -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        described = set(shapes.properties(schemas))
        found: list[str] = []
        for name, value in before.items():
            here = f"{place}/{escaped(name)}"
            if name in after:
                found += _lost(value, after[name], shapes.member(name, schemas), shapes, here)
            elif name in described:
                found.append(here)
        return found
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        items = shapes.items(schemas)
        pairs = zip(before, after, strict=True)
        return [w for n, (a, b) in enumerate(pairs) for w in _lost(a, b, items, shapes, f"{place}/{n}")]
    return [] if _same(before, after) else [place or "/"]


def _same(before: Any, after: Any) -> bool:
    if type(before) is type(after) and before == after:
        return True
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if isinstance(before, int | float) and isinstance(after, int | float):
        doubles = isinstance(before, float) or isinstance(after, float)  # no more is promised by RFC 8259, 6
        return float(before) == float(after) if doubles else before == after
    if isinstance(before, int | float | str) and isinstance(after, int | float | str):
        return any(
            _read(before, as_) == _read(after, as_)
            for as_ in (_number, _time, _clock, _id, _duration, ip_address)
        )
    return False


def _read(value: Any, as_: Any) -> Any:
    try:
        return as_(value)
    except (ValueError, TypeError, AttributeError, InvalidOperation, ValidationError):
        return object()


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def _time(value: str) -> datetime:
    return datetime.fromisoformat(value.replace("z", "Z").replace("Z", "+00:00"))


def _clock(value: str) -> time:
    return time.fromisoformat(value.replace("z", "Z").replace("Z", "+00:00"))


def _id(value: str) -> UUID:
    return UUID(value)


def _duration(value: str) -> timedelta:
    return _DURATION.validate_strings(value)
