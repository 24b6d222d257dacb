"""Numbers of JSON as Python reads them: none is another number afterwards.

Whole numbers have any size, others are 64-bit floats (RFC 8259, section 6). A number that is written with at
most 17 significant digits means the float nearest to it, as every float can be written so. One with more is
read only if it is a whole number or exactly the float that is written again.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any, Final

DIGITS: Final = 17  # of a decimal; as many tell every two 64-bit floats apart (IEEE 754-2019, 5.12.2)
WHOLE: Final = 2**53  # below it, a 64-bit float holds every whole number
_SMALLEST: Final = 2.2250738585072014e-308  # below it, floats hold fewer digits
_LARGEST_EXPONENT: Final = 400  # of ten; no float is as large
_BOUNDS: Final = ("ge", "gt", "le", "lt")


class InexactNumber(ValueError):
    """A number that no 64-bit float holds. Its message may be shown to the sender."""


def exact(number: str) -> int | float:
    """The value of a number that is written with a fraction or an exponent.

    Raises:
        InexactNumber: it has digits that a float does not hold, or is beyond its range.
    """
    value = float(number)
    mantissa = number.lower().partition("e")[0].lstrip("-")
    digits = mantissa.replace(".", "").strip("0")
    if not digits:
        return value
    if len(digits) <= DIGITS and _SMALLEST <= abs(value) < math.inf:
        return value
    if math.isfinite(value):
        meant = Decimal(number)
        if meant == Decimal(repr(value)):
            return value
        if meant.adjusted() < _LARGEST_EXPONENT and meant == meant.to_integral_value():
            return int(meant)
    raise InexactNumber(f"the number {number[:40]} has more digits than a 64-bit float holds")


def whole_numbers(text: bytes | str) -> bytes | None:
    """The same JSON with `1.0` and `1e3` as integers, which they are (JSON Schema 2020-12 Core, 4.2.2).

    Strict integers refuse them, and only who writes so pays for that. None: there are none, or it is no JSON.
    """
    found = False

    def read(number: str) -> int | float:
        nonlocal found
        value = exact(number)
        if isinstance(value, float) and not value.is_integer():
            return value
        found = True
        return int(Decimal(number))

    try:
        value = json.loads(text, parse_float=read)
        return json.dumps(value).encode() if found else None
    except (ValueError, OverflowError, RecursionError):
        return None


def number_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The core schema of a float, such that a whole number beyond what a float holds stays a whole number."""
    bounds = {key: schema[key] for key in _BOUNDS if key in schema}
    low, high = schema.get("ge", schema.get("gt")), schema.get("le", schema.get("lt"))
    if low is not None and high is not None and -WHOLE < low <= high < WHOLE:
        return schema
    small = {"gt": float(-WHOLE)} if low is None or low < -WHOLE else {}
    small |= {"lt": float(WHOLE)} if high is None or high > WHOLE else {}
    whole = {key: (math.ceil if key in ("ge", "lt") else math.floor)(value) for key, value in bounds.items()}
    names = {"ge": "at least", "gt": "greater than", "le": "at most", "lt": "less than"}
    said = "".join(f", {names[key]} {value:g}" for key, value in bounds.items())
    return {
        "type": "union",
        "mode": "left_to_right",
        "choices": [
            {**{key: value for key, value in schema.items() if key not in small}, **small},
            {"type": "int", "strict": True, **whole},
            schema,
        ],
        "custom_error_type": "number",
        "custom_error_message": f"Input should be a finite number{said}",
    }
