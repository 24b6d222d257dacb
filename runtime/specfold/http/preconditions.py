"""Conditional requests: RFC 9110, 13, and the entity tags of 8.8.3.

The tag of an aggregate, and of a row that stands for one, is its version: `"3"`. It has none before its first
event. Nothing here has a modification date, so If-Modified-Since and If-Unmodified-Since are ignored (13.1.3,
13.1.4), and so is If-Range, as no ranges are served (13.1.5, 14.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from starlette.datastructures import Headers

from specfold.http.problems import Problem

ANY: Final = "*"
_TAG: Final = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST = re.compile(rf"[ \t,]*(?:{_TAG}[ \t]*(?:,[ \t,]*|$))*")
_TAGS = re.compile(_TAG)
Field = Literal["*"] | frozenset[str]
Verdict = Literal["perform", "not-modified", "failed"]


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What If-Match and If-None-Match say: `*`, or the tags they list; None where a field is not sent."""

    match: Field | None = None
    none_match: Field | None = None

    def verdict(self, *, exists: bool, tag: str | None, reads: bool) -> Verdict:
        """The order of RFC 9110, 13.2.2. `tag` is the current entity tag, None where there is none.

        If-Match compares strongly: a weak tag never matches. If-None-Match compares weakly.
        """
        if self.match is not None and not _matches(self.match, exists, tag, strong=True):
            return "failed"
        if self.none_match is not None and _matches(self.none_match, exists, tag, strong=False):
            return "not-modified" if reads else "failed"
        return "perform"

    def holds_at(self, version: int) -> bool:
        """Whether a command may be decided on an aggregate at this version; 0: it does not exist.

        Beyond the RFC, `"0"` in If-Match names an aggregate before its first event: the ETag that 412 gives.
        """
        if version == 0 and isinstance(self.match, frozenset) and '"0"' in self.match:
            return self.none_match is None or not _matches(self.none_match, False, None, strong=False)
        tag = f'"{version}"' if version else None
        return self.verdict(exists=version > 0, tag=tag, reads=False) == "perform"

    @property
    def given(self) -> bool:
        """Whether there is any."""
        return self.match is not None or self.none_match is not None


def of(headers: Headers) -> Preconditions:
    """The preconditions of a request.

    Raises:
        Problem: a field is neither `*` nor a list of entity tags.
    """
    return Preconditions(_field(headers, "If-Match"), _field(headers, "If-None-Match"))


def _field(headers: Headers, name: str) -> Field | None:
    lines = headers.getlist(name)
    if not lines:
        return None
    value = ", ".join(lines).strip(" \t,")
    if value == ANY:
        return ANY
    if not _LIST.fullmatch(value):
        raise Problem("invalid-request", f'{name} is `*`, or a list of entity tags: "3"')
    return frozenset(_TAGS.findall(value))


def _matches(field: Field, exists: bool, tag: str | None, *, strong: bool) -> bool:
    if field == ANY:
        return exists
    if tag is None or (strong and tag.startswith("W/")):
        return False
    return tag in field if strong else _opaque(tag) in {_opaque(one) for one in field}


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")
