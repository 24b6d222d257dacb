"""Numbers and times are written again as they were sent, or are refused."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime, Field, JsonValue, ValidationError
from pydantic_core import to_json
from specfold import Value
from specfold.model.json_text import UnsafeJson, decode

from tests.properties import depth

PROPERTY = settings(max_examples=depth.cases(bounded=300), deadline=None, database=None)


class Sample(Value):
    """Every place that a number may be in."""

    number: float | None = None
    between: Annotated[float | None, Field(gt=-100, le=100)] = None
    whole: int | None = None
    any: JsonValue = None
    either: float | str | None = None
    many: list[float] | None = None
    named: dict[str, float | None] | None = None


class Moment(Value):
    """Every place that a time may be in."""

    at: AwareDatetime | None = None
    clock: dt.time | None = None
    many: list[AwareDatetime | None] | None = None


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A number as JSON text writes it (RFC 8259, section 6)."""
    sign = draw(st.sampled_from(["", "-"]))
    whole = draw(st.one_of(st.integers(0, 99), st.integers(2**53 - 3, 2**53 + 3), st.integers(0, 10**40)))
    fraction = draw(st.one_of(st.just(""), st.from_regex(r"\.[0-9]{1,25}", fullmatch=True), st.just(".0")))
    exponent = draw(st.one_of(st.just(""), st.from_regex(r"[eE][+-]?[0-9]{1,3}", fullmatch=True)))
    return f"{sign}{whole}{fraction}{exponent}"


def read_again(made: type[Value], text: str) -> Any:
    """What is written of a JSON text from outside, its decimals as they are; None: it is refused."""
    try:
        read = made.from_wire(to_json(decode(text)))
    except (ValidationError, UnsafeJson, ValueError):
        return None
    written = read.to_json()
    assert made.from_wire(written).to_json() == written
    assert made.from_wire(read.to_wire()).to_json() == written
    assert copy.deepcopy(read).to_json() == written
    return json.loads(written, parse_float=Decimal, parse_int=Decimal)


def digits_of(number: str) -> int:
    mantissa = re.split("[eE]", number)[0]
    return len(mantissa.replace(".", "").lstrip("-").strip("0"))


@PROPERTY
@given(numbers(), st.sampled_from(["number", "whole", "any", "either", "many", "named"]))
@example("9007199254740993", "number")
@example("-9007199254740993", "many")
@example("1e23", "whole")
@example("9007199254740993.0", "number")
@example("0.1234567890123456789", "any")
@example("1e-400", "number")
def test_a_number_stays_the_number_it_was(number: str, member: str) -> None:
    value = {"many": f"[{number}]", "named": f'{{"x": {number}}}'}.get(member, number)
    written = read_again(Sample, f'{{"{member}": {value}}}')
    if written is None:
        return
    found = written[member]
    found = found[0] if member == "many" else found["x"] if member == "named" else found
    if digits_of(number) <= 17:  # a way to write a 64-bit float
        assert float(found) == float(number)
        assert "." in number or "e" in number.lower() or found == Decimal(number)
    else:
        assert found == Decimal(number)


@PROPERTY
@given(st.integers(-(10**60), 10**60), st.sampled_from(["number", "whole", "any", "either"]))
def test_a_whole_number_is_never_refused(number: int, member: str) -> None:
    assert read_again(Sample, f'{{"{member}": {number}}}') == {member: number}


@pytest.mark.parametrize("text", ["9" * 5000, "1" + "0" * 4400, "1e5000", "0." + "1" * 5000, "1e-5000"])
@pytest.mark.parametrize("member", ["number", "whole", "any"])
def test_a_number_of_thousands_of_digits_is_refused(text: str, member: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(f'{{"{member}": {text}}}')
    with pytest.raises(ValidationError):
        Sample.from_wire(f'{{"whole": {text}}}')


@st.composite
def stamps(draw: st.DrawFn) -> tuple[str, str]:
    """A date-time and a time of RFC 3339, with any number of digits of a second."""
    digits = draw(st.one_of(st.just(""), st.from_regex(r"\.[0-9]{1,12}", fullmatch=True)))
    moment = draw(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9000, 1, 1)))
    zone = draw(st.sampled_from(["Z", "z", "+00:00", "-00:00", "+05:30", "-11:45"]))
    letter = draw(st.sampled_from("Tt"))
    clock = f"{moment:%H:%M:%S}{digits}{zone}"
    return f"{moment:%Y-%m-%d}{letter}{clock}", clock


def instant(text: str) -> tuple[datetime, str]:
    """A date-time in UTC to the second, and the digits after it."""
    found = re.fullmatch(r"(.{10})[Tt](.{8})(?:\.(\d+))?(.*)", text)
    assert found
    day, clock, digits, zone = found.groups()
    sign = -1 if zone.startswith("-") else 1
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])) if len(zone) > 1 else timedelta()
    moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=timezone(sign * offset))
    return moment.astimezone(UTC), (digits or "").rstrip("0")


@PROPERTY
@given(stamps())
def test_a_time_stays_the_instant_it_was(stamp: tuple[str, str]) -> None:
    at, clock = stamp
    written = read_again(Moment, json.dumps({"at": at, "clock": clock, "many": [at, None]}))
    assert written is not None
    assert instant(written["at"]) == instant(written["many"][0]) == instant(at)
    assert instant(f"2000-01-01T{written['clock']}") == instant(f"2000-01-01T{clock}")
    assert written["at"][-6:] == at[-6:] or at[-1] in "zZ" or at.endswith("00:00")


@pytest.mark.parametrize(
    "text", ["2024-01-01T00:00:00.123456789", "2024-13-01T00:00:00.123456789Z", "x.123456789", ".1234567"]
)
def test_more_digits_make_no_wrong_time_right(text: str) -> None:
    with pytest.raises(ValidationError, match="valid datetime"):
        Moment.from_wire({"at": text})
