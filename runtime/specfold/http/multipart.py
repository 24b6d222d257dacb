"""Multipart bodies (RFC 2046, RFC 7578), taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from specfold.http.fields import parameters

MOST: Final = 1000  # parts of one body
LONGEST: Final = 8192  # bytes of the headers of one part
_BOUNDARY: Final = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `name` is that of its form field; "" where it has none."""

    content: bytes
    content_type: str  # "" where it names none
    name: str = ""
    file: str = ""


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a body, in their order.

    Raises:
        ValueError: the body is not what its content type says, or has too many parts.
    """
    boundary = parameters(content_type).get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise ValueError("no boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), MOST + 2)
    found: list[Part] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return found
        if len(found) == MOST:
            raise ValueError(f"a body has at most {MOST} parts")
        found.append(_part(piece))
    raise ValueError("the last boundary is missing")


def _part(piece: bytes) -> Part:
    padding, line, rest = piece.partition(b"\r\n")
    if padding.strip(b" \t") or not line:
        raise ValueError("a boundary ends its line")
    head, blank, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if not blank or len(head) > LONGEST:
        raise ValueError("the headers of a part end with an empty line")
    headers: dict[str, str] = {}
    for row in head.decode().split("\r\n"):
        name, _, value = row.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    disposition = parameters(headers.get("content-disposition", ""))
    return Part(
        content=content,
        content_type=headers.get("content-type", ""),
        name=disposition.get("name", ""),
        file=disposition.get("filename", ""),
    )
