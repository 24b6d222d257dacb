"""Media types: how a body of each is read. The generator types bodies so, and the runtime reads them so."""

from __future__ import annotations

from typing import Final

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"  # RFC 9457
FORM: Final = "application/x-www-form-urlencoded"
EVENTS: Final = "text/event-stream"
# JSON Lines under the names that are in use; each with and without `x-` ("x-" types are never registered).
_LINES: Final = ("jsonl", "jsonlines", "json-lines", "ndjson", "json+lines", "stream+json")
LINES: Final = frozenset(f"application/{x}{name}" for name in _LINES for x in ("", "x-"))


def bare(media_type: str | None) -> str:
    """A media type without its parameters, in lower case."""
    return (media_type or "").partition(";")[0].strip().lower()


def is_json(media_type: str | None) -> bool:
    """Whether a body of this type is one JSON value: `application/json`, `application/problem+json`."""
    kind = bare(media_type)
    return kind.endswith(("/json", "+json")) and kind not in LINES


def is_sequence(media_type: str | None) -> bool:
    """Whether a body of this type is a sequence of JSON values or of events (OpenAPI 3.2)."""
    kind = bare(media_type)
    return kind in LINES or kind == EVENTS or is_text_sequence(kind)


def is_text_sequence(media_type: str | None) -> bool:
    """Whether it is a sequence of JSON texts (RFC 7464, RFC 8091)."""
    kind = bare(media_type)
    return kind == "application/json-seq" or kind.endswith("+json-seq")


def is_xml(media_type: str | None) -> bool:
    """Whether a body of this type is XML (RFC 7303)."""
    return bare(media_type).endswith(("/xml", "+xml"))


def is_text(media_type: str | None) -> bool:
    """Whether a body of this type is read as text: `text/plain`, and XML. Ask `is_sequence` first."""
    return bare(media_type).startswith("text/") or is_xml(media_type)


def is_multipart(media_type: str | None) -> bool:
    """Whether a body of this type has parts."""
    return bare(media_type).startswith("multipart/")


def is_form(media_type: str | None) -> bool:
    """Whether a body of this type has fields or parts."""
    return bare(media_type) == FORM or is_multipart(media_type)


def is_any(media_type: str | None) -> bool:
    """Whether it is a range that JSON is in."""
    return bare(media_type) in ("*/*", "application/*")


def rank(media_type: str | None) -> int:
    """JSON before forms before the rest: which of several bodies examples and tests are made of."""
    return 0 if is_json(media_type) else 1 if is_form(media_type) else 2
