"""The body of a request, by its content type."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from runtime.http.parameters import form
from runtime.http.problems import Problem
from runtime.http.shapes import Shapes
from runtime.service import HttpRoute

NOTHING = object()


async def received(request: Request, most: int) -> bytes:
    """The bytes of the body.

    Raises:
        Problem: there are more than `most`; the rest is not read.
    """
    declared = request.headers.get("Content-Length", "0")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise Problem("too-large", f"a body has at most {most} bytes")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Problem("too-large", f"a body has at most {most} bytes")
    return bytes(body)


def read(route: HttpRoute, content_type: str | None, body: bytes, shapes: Shapes) -> Any:
    """The body as JSON data; `NOTHING` if there is none and none is needed.

    Raises:
        Problem: of another content type than the operation takes, or not readable as what it says it is.
    """
    if route.body is None or (not body and not content_type):
        if route.body is not None and route.body_required:
            raise Problem("invalid-request", "the operation needs a body")
        return NOTHING
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if not _taken(media_type, route.content_types):
        raise Problem("unsupported-media-type", f"it takes {', '.join(route.content_types)}")
    try:
        return _decoded(media_type, body, shapes if route.body == "" else None)
    except (ValueError, RecursionError) as error:  # msgspec's and Unicode's errors are ValueErrors
        raise Problem("malformed-body") from error


def _decoded(media_type: str, body: bytes, shapes: Shapes | None) -> Any:
    if media_type.endswith(("/json", "+json")):
        body.decode()  # msgspec passes over bad UTF-8 in what it skips
        return msgspec.json.decode(body)
    if media_type == "application/x-www-form-urlencoded":
        return form(
            parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000), shapes or Shapes({})
        )
    if media_type.startswith("text/"):
        return body.decode()
    return base64.b64encode(body).decode()


def _taken(media_type: str, ranges: Sequence[str]) -> bool:
    """Whether a media type is in one of the ranges ("image/*", "*/*")."""
    kind = media_type.partition("/")[0]
    taken = {r.partition(";")[0].strip().lower() for r in ranges}
    return bool(media_type) and not taken.isdisjoint({media_type, f"{kind}/*", "*/*"})
