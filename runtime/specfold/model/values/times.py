"""Times with more digits of a second than Python's types hold: they are written again as they were sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Any, Final

from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

_FRACTION: Final = re.compile(r"(:\d\d\.\d{6})(\d+)")  # RFC 3339, 5.6: any number of digits


class PreciseDatetime(datetime):
    """A time that was sent with more than six digits of a second. It compares as one with six."""

    digits: str = ""  # of the second, after the sixth

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Copies keep the digits."""
        return _dated, (self.isoformat(), self.digits)


class PreciseTime(time):
    """A time of day that was sent with more than six digits of a second. It compares as one with six."""

    digits: str = ""  # of the second, after the sixth

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Copies keep the digits."""
        return _timed, (self.isoformat(), self.digits)


def _dated(text: str, digits: str) -> PreciseDatetime:
    made = PreciseDatetime.fromisoformat(text)
    made.digits = digits
    return made


def _timed(text: str, digits: str) -> PreciseTime:
    made = PreciseTime.fromisoformat(text)
    made.digits = digits
    return made


def time_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The core schema of a date-time or a time, such that no digit of a second is lost."""
    if "microseconds_precision" in schema and schema["microseconds_precision"] == "error":
        return schema
    kind = schema["type"]
    six: Any = {**schema, "microseconds_precision": "error"}
    read = _reader(six, _dated if kind == "datetime" else _timed, kind)
    return {
        "type": "union",
        "mode": "left_to_right",
        "choices": [six, core_schema.no_info_plain_validator_function(read)],
        "custom_error_type": f"{kind}_type",
        "serialization": core_schema.plain_serializer_function_ser_schema(
            _written, return_schema=core_schema.any_schema(), when_used="json"
        ),
    }


def _reader(schema: CoreSchema, make: Callable[[str, str], Any], kind: str) -> Callable[[Any], Any]:
    validator = SchemaValidator(schema)

    def read(value: Any) -> Any:
        found = _FRACTION.search(value) if isinstance(value, str) else None
        if found is None:
            raise PydanticCustomError(
                kind, "no more digits than Python holds"
            )  # the union says what is wrong
        six = validator.validate_json(b'"%s"' % (value[: found.end(1)] + value[found.end(2) :]).encode())
        digits = found[2].rstrip("0")
        return make(six.isoformat(), digits) if digits else six

    return read


def _written(value: Any) -> Any:
    digits = getattr(value, "digits", "")
    if not digits:
        return value
    text = value.isoformat(timespec="microseconds")
    at = text.index(".") + 7
    offset = text[at:]
    return text[:at] + digits + ("Z" if offset == "+00:00" else offset)
