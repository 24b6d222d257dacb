"""How deep JSON text is nested, counted in its bytes.

A parser that recurses fails at a depth that depends on the stack of its caller, so two processes would judge
one text differently. This count is the same in every process, and for any bytes, JSON or not.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

MAX_DEPTH: Final = 128  # levels of arrays and objects; part of commit rule 1, so it never changes


def _all_but(kept: bytes) -> bytes:
    return bytes(set(range(256)) - set(kept))


_NOT_OPENING: Final = _all_but(b"[{")
_NOT_STRUCTURE: Final = _all_but(b'[]{}"')
_AS_ARRAYS: Final = bytes.maketrans(b"{}", b"[]")
_STEP: Final = [1 if byte == ord("[") else -1 for byte in range(256)]


def too_deep(data: bytes, limit: int = MAX_DEPTH) -> bool:
    """Whether arrays and objects are nested deeper than `limit` levels. Brackets in strings do not count.

    Exact for JSON text (RFC 8259), and for whatever part of other data a JSON parser reads before it fails.
    Linear in the size of `data`; never raises.
    """
    if len(data) <= limit or len(data.translate(None, _NOT_OPENING)) <= limit:
        return False  # nearly every text: it does not have that many brackets at all
    brackets = _brackets(data)
    rest = brackets
    for removed in range(16):  # innermost levels: an ordinary text, large but shallow, has only a few
        if removed + len(rest) <= limit:
            return False
        rest = rest.replace(b"[]", b"")
    return max(accumulate(map(_STEP.__getitem__, brackets))) > limit


def _brackets(data: bytes) -> bytes:
    """The brackets outside of strings, in order, each as the bracket of an array."""
    if b"\\" in data:
        # Pairs of backslashes go first: what is left of a run of them escapes the next byte.
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    structure = data.translate(None, _NOT_STRUCTURE)
    # A string without brackets is `""` here. Two strings that become one keep their brackets inside.
    outside = structure.replace(b'""', b"").split(b'"')[::2]
    return b"".join(outside).translate(_AS_ARRAYS)
