"""Request headers of the command and query API."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers

from runtime.http.problems import Problem

_TRACE = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_VERSION = re.compile(r'"?(\d{1,10})"?')
_CORRELATION = re.compile(r"[\x21-\x7e]{1,128}")
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?')


@dataclass(frozen=True, slots=True)
class Condition:
    """If-Match: versions that the client takes, or any that exists (`*`)."""

    versions: frozenset[int] | None = None
    must_exist: bool = False


def _one(headers: Headers, name: str) -> str | None:
    values = headers.getlist(name)
    if len(values) > 1:
        raise Problem("invalid-request", f"{name} was given more than once")
    return values[0].strip() if values else None


def idempotency_key(headers: Headers) -> str | None:
    """The client's own name for this request; a quoted string, or bare."""
    value = _one(headers, "Idempotency-Key")
    if value is None:
        return None
    if not (match := _KEY.fullmatch(value)):
        raise Problem("invalid-request", "Idempotency-Key has 1 to 255 visible ASCII characters")
    return match[1]


def condition(headers: Headers) -> Condition:
    """What If-Match says. A weak tag never matches (RFC 9110, 13.1.1), so it names no version at all."""
    value = ", ".join(headers.getlist("If-Match"))
    if not value:
        return Condition()
    if value == "*":
        return Condition(must_exist=True)
    tags = [tag.strip() for tag in value.split(",")]
    if not all(re.fullmatch(r'(W/)?"[^"]*"', tag) for tag in tags):
        raise Problem("invalid-request", 'If-Match is `*`, or versions as ETags: "3"')
    return Condition(
        frozenset(int(match[1]) for tag in tags if (match := re.fullmatch(r'"(\d{1,10})"', tag)))
    )


def min_version(headers: Headers) -> int | None:
    """The version that a query must show at least: the ETag that a command gave."""
    value = _one(headers, "min-version")
    if value is None:
        return None
    if not (match := _VERSION.fullmatch(value)):
        raise Problem("invalid-request", 'min-version is a version: "3"')
    return int(match[1])


def patience(headers: Headers, most: float) -> float | None:
    """Seconds that Prefer (RFC 7240) allows to wait; 0 for respond-async, None where it does not say."""
    preferences = [part.strip() for value in headers.getlist("Prefer") for part in value.split(",")]
    for preference in preferences:
        name, _, value = preference.split(";")[0].partition("=")
        if name.strip().lower() == "wait" and value.strip(' "').isdecimal():
            return min(float(value.strip(' "')), most)
    return 0.0 if any(p.lower().startswith("respond-async") for p in preferences) else None


def correlation(headers: Headers) -> str | None:
    """The client's own id for all that comes of this request: X-Correlation-ID."""
    value = _one(headers, "X-Correlation-ID")
    if value is not None and not is_correlation(value):
        raise Problem("invalid-request", "X-Correlation-ID has 1 to 128 visible ASCII characters")
    return value


def is_correlation(value: str) -> bool:
    """Whether it may be an id of correlated requests; it is written into events and answers as it is."""
    return bool(_CORRELATION.fullmatch(value))


def trace(headers: Headers) -> str | None:
    """The W3C traceparent; None if there is none or it is not well formed."""
    value = headers.get("traceparent", "")
    return value if _TRACE.fullmatch(value) else None
