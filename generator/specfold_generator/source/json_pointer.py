"""References as text: `path#fragment`, percent-encoding, JSON pointers (RFC 6901)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from specfold.model.shared.json_pointer import pointer as joined
from specfold.model.shared.json_pointer import unescaped

Pointer = tuple[str | int, ...]

_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BROKEN_TILDE = re.compile(r"~(?![01])")
# Kept readable: a JSON pointer in a fragment may hold all but these, and letters of any script (RFC 3987).
_TO_ENCODE = re.compile(r"[^\w!$&'()*+,;=:@/?.~{}\[\]-]")


class MalformedReferenceError(ValueError):
    """The text is no reference; the message says what is wrong with it."""


def split(reference: str) -> tuple[str, str]:
    """The part before `#` and the one after it, both as written."""
    if not reference:
        raise MalformedReferenceError("it is empty")
    before, _, fragment = reference.partition("#")
    return before, fragment


def decode(text: str) -> str:
    """Undo percent-encoding. Raises MalformedReferenceError."""
    if _BROKEN_PERCENT.search(text):
        raise MalformedReferenceError("`%` is not followed by two hexadecimal digits; write it as `%25`")
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise MalformedReferenceError("its percent-encoded bytes are not UTF-8") from None
    if "\0" in decoded:
        raise MalformedReferenceError("it holds a NUL byte")
    return decoded


def parse(fragment: str) -> tuple[str, ...]:
    """The names in a fragment that is a JSON pointer. Raises MalformedReferenceError."""
    decoded = decode(fragment)
    if not decoded:
        return ()
    if _BROKEN_TILDE.search(decoded):
        raise MalformedReferenceError("`~` is not followed by 0 or 1; write it as `~0`")
    return tuple(map(unescaped, decoded[1:].split("/")))


def encode(pointer: Pointer) -> str:
    """A JSON pointer as the fragment of a reference: `/paths/~1orders`. Empty for the whole document."""
    return percent(joined(pointer))


def percent(text: str) -> str:
    """Percent-encode what may not stand in a reference."""
    return _TO_ENCODE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "surrogatepass")), text
    )
