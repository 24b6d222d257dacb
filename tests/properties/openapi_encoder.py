"""Parameters written by a client that knows the standards and nothing of this project.

RFC 6570, section 3.2.1 and appendix A; OpenAPI 3.1 and 3.2, "Style Values" and "Style Examples".
"""

from __future__ import annotations

import json
import string
from dataclasses import dataclass, replace
from typing import Any

UNRESERVED = set(string.ascii_letters + string.digits + "-._~")
RESERVED = set(":/?#[]@!$&'()*+,;=")
VISIBLE = {chr(code) for code in range(0x21, 0x7F)}


class Unsaid(Exception):
    """The standards leave open how this is written, or cannot write it."""


@dataclass(frozen=True)
class Operator:
    """A row of the table of appendix A."""

    first: str
    separator: str
    named: bool
    if_empty: str


OPERATORS = {
    "simple": Operator("", ",", False, ""),
    "label": Operator(".", ".", False, ""),
    "matrix": Operator(";", ";", True, ""),
    "form": Operator("", "&", True, "="),
    "cookie": Operator("", "; ", True, "="),
}


@dataclass(frozen=True)
class Place:
    """Where and how a parameter is written."""

    where: str
    style: str
    explode: bool
    reserved: bool = False

    @property
    def is_encoded(self) -> bool:
        """Whether texts are percent-encoded."""
        return self.where != "header" and self.style != "cookie"


def text_of(value: Any) -> str:
    """A scalar as text: as JavaScript and Python print it."""
    if value is None or isinstance(value, list | dict):
        raise Unsaid("no text")
    return value if isinstance(value, str) else json.dumps(value)


def escaped(place: Place, text: str) -> str:
    """A text with all octets encoded that its place does not hold."""
    if not place.is_encoded:
        return text
    allowed = UNRESERVED | (
        RESERVED - set("&#;" if place.where == "cookie" else "&#") if place.reserved else set()
    )
    return "".join(
        sign if sign in allowed else "".join(f"%{octet:02X}" for octet in sign.encode()) for sign in text
    )


def expansion(place: Place, name: str, value: Any) -> str:
    """A value as RFC 6570 expands `{?name}`, `{?name*}` and the like."""
    if place.style == "deepObject":
        return deep(place, name, value)
    if place.style in ("spaceDelimited", "pipeDelimited"):
        return delimited(place, name, value)
    op = OPERATORS[place.style]
    if not isinstance(value, list | dict):
        return op.first + pair(op, escaped(place, name), escaped(place, text_of(value)))
    if not value:
        raise Unsaid("an empty list is undefined")
    if not place.explode:
        parts = value if isinstance(value, list) else [part for item in value.items() for part in item]
        joined = ",".join(part_of(place, part) for part in parts)
        return op.first + pair(op, escaped(place, name), joined)
    if isinstance(value, list):
        texts = [part_of(place, part) for part in value]
        return op.first + op.separator.join(pair(op, escaped(place, name), text) for text in texts)
    named = replace(place, reserved=False)  # `allowReserved` is about values
    members = [(part_of(named, k), part_of(place, v)) for k, v in value.items()]
    return op.first + op.separator.join(
        f"{k}={v}" if v or not op.named else k + op.if_empty for k, v in members
    )


def pair(op: Operator, name: str, text: str) -> str:
    if not op.named:
        return text
    return f"{name}={text}" if text else name + op.if_empty


def part_of(place: Place, value: Any) -> str:
    """A part of a list, which must not look like two."""
    text = text_of(value)
    written = escaped(place, text)
    if place.style == "label" and "." in written:
        raise Unsaid("a point is unreserved, and separates")
    if not place.is_encoded or place.reserved:
        if any(sign in written for sign in ",;="):
            raise Unsaid("nothing encodes a delimiter here")
        if place.where == "header" and (not text or text.strip() != text):
            raise Unsaid("RFC 9110, 5.6.1: empty parts, and blanks around them, mean nothing")
    return written


def delimited(place: Place, name: str, value: Any) -> str:
    if place.explode or not isinstance(value, list | dict) or not value:
        raise Unsaid("n/a in the table of styles")
    bare, encoded = {"spaceDelimited": (" ", "%20"), "pipeDelimited": ("|", "%7C")}[place.style]
    parts = value if isinstance(value, list) else [part for item in value.items() for part in item]
    texts = [text_of(part) for part in parts]
    if any(bare in text or (place.reserved and bare == " " and "+" in text) for text in texts):
        raise Unsaid("the delimiter is always encoded")
    return f"{escaped(place, name)}={encoded.join(escaped(place, text) for text in texts)}"


def deep(place: Place, name: str, value: Any) -> str:
    if not isinstance(value, dict) or not value:
        raise Unsaid("n/a in the table of styles")
    if any("[" in key or "]" in key for key in value):
        raise Unsaid("nothing escapes brackets")
    names = {key: escaped(Place("query", "form", True), f"{name}[{key}]") for key in value}
    return "&".join(f"{names[key]}={escaped(place, text_of(one))}" for key, one in value.items())


def header_text(text: str) -> str:
    """A text that a header field holds (RFC 9110, 5.5)."""
    if text.strip() != text or not set(text) <= VISIBLE | {" "}:
        raise Unsaid("no value of a header")
    return text


def cookie_text(place: Place, text: str) -> str:
    """A text that a cookie string holds (RFC 6265, 4.1.1; the delimiters are those of the style)."""
    if not place.is_encoded and not set(text) <= VISIBLE - set('"\\') | {" "}:
        raise Unsaid("no cookie octet")
    return header_text(text)
