"""Media types: which are alike, and which are sequences of items (OpenAPI 3.2, "Sequential Media Types")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

FORM: Final = "application/x-www-form-urlencoded"
_LINES = "jsonl x-jsonlines jsonlines json-lines ndjson x-ndjson json+lines stream+json"
LINES: Final = frozenset(f"application/{name}" for name in _LINES.split())
EVENTS: Final = "text/event-stream"


def bare(media_type: str | None) -> str:
    """A media type without its parameters, in lower case."""
    return (media_type or "").partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a body of this type is one JSON value."""
    kind = bare(media_type)
    return kind.endswith(("/json", "+json")) and kind not in LINES


def is_sequence(media_type: str) -> bool:
    """Whether a body of this type is a sequence of JSON values or of events."""
    kind = bare(media_type)
    return kind in LINES or kind == EVENTS or is_text_sequence(kind)


def is_text_sequence(kind: str) -> bool:
    """Whether it is a sequence of JSON texts (RFC 7464, RFC 8091)."""
    return kind == "application/json-seq" or kind.endswith("+json-seq")


def is_xml(media_type: str) -> bool:
    """Whether a body of this type is XML (RFC 7303)."""
    return bare(media_type).endswith(("/xml", "+xml"))


def is_multipart(media_type: str) -> bool:
    """Whether a body of this type has parts."""
    return bare(media_type).startswith("multipart/")


def matching(media_type: str, ranges: Iterable[str]) -> str | None:
    """The range that a media type falls into, the narrowest first; None if it does into none."""
    given = bare(media_type)
    known = {bare(one): one for one in ranges}
    wanted = (given, f"{given.partition('/')[0]}/*", "*/*") if given else ()
    return next((known[one] for one in wanted if one in known), None)
