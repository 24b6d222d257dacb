"""Request headers of the command and query API."""

from __future__ import annotations

import re

from starlette.datastructures import Headers

from specfold.http.problems import Problem

_TRACE = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_VERSION = re.compile(r'"?([0-9]{1,10})"?')
_CORRELATION = re.compile(r"[\x21-\x7e]{1,128}")


def one(headers: Headers, name: str) -> str | None:
    """A field that may be sent once.

    Raises:
        Problem: it was sent more than once.
    """
    values = headers.getlist(name)
    if len(values) > 1:
        raise Problem("invalid-request", f"{name} was given more than once")
    return values[0].strip() if values else None


def min_version(headers: Headers) -> int | None:
    """The version that a query must show at least: the ETag that a command gave."""
    value = one(headers, "min-version")
    if value is None:
        return None
    if not (match := _VERSION.fullmatch(value)):
        raise Problem("invalid-request", 'min-version is a version: "3"')
    return int(match[1])


def correlation(headers: Headers) -> str | None:
    """The client's own id for all that comes of this request: X-Correlation-ID."""
    value = one(headers, "X-Correlation-ID")
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
