"""Media types of bodies, as far as they say how a body is read."""

from __future__ import annotations

import re

_JSON = re.compile(r"[^/;]+/([^;]+\+)?json\s*(;.*)?", re.IGNORECASE)
_LINES = re.compile(r"application/(x-)?(jsonl|json-?lines|ndjson|json\+lines|stream\+json)")
_SEQUENCE = re.compile(r"text/event-stream|application/json-seq|.*\+json-seq")
URL_ENCODED = "application/x-www-form-urlencoded"


def bare(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: `application/json`, `application/problem+json`."""
    return _JSON.fullmatch(media_type) is not None and not is_sequence(media_type)


def is_form(media_type: str) -> bool:
    """Whether a body of this type has fields or parts."""
    return bare(media_type) == URL_ENCODED or bare(media_type).startswith("multipart/")


def is_sequence(media_type: str) -> bool:
    """Whether a body of this type is a sequence of JSON values or of events (OpenAPI 3.2)."""
    kind = bare(media_type)
    return bool(_LINES.fullmatch(kind) or _SEQUENCE.fullmatch(kind))


def is_any(media_type: str) -> bool:
    """Whether it is a range that JSON is in."""
    return bare(media_type) in ("*/*", "application/*")


def is_text(media_type: str) -> bool:
    """Whether a body of this type is handed over as text: `text/plain`, and XML."""
    kind = bare(media_type)
    return kind.startswith("text/") or kind.endswith(("/xml", "+xml"))


def rank(media_type: str) -> int:
    """JSON before forms before the rest: which of several bodies examples and tests are made of."""
    return 0 if is_json(media_type) else 1 if is_form(media_type) else 2
