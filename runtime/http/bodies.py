"""The body of a request, by its content type."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request

from runtime.http import forms, sequences
from runtime.http.forms import Encodings
from runtime.http.media import FORM, bare, is_json, is_multipart, is_sequence, is_xml, matching
from runtime.http.problems import Problem
from runtime.http.shapes import Schema, Shapes, scalar
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


def chosen(route: HttpRoute, content_type: str | None) -> str:
    """The name of the schema that judges a request with such a body."""
    given = matching(content_type or "", route.content_types)
    return route.variants.get(given or "", route.name)


def read(route: HttpRoute, content_type: str | None, body: bytes, shapes: Shapes) -> Any:
    """The body as JSON data; `NOTHING` if there is none and none is needed.

    Raises:
        Problem: of another content type than the operation takes, or not readable as what it says it is.
    """
    if route.body is None or (not body and not content_type):
        if route.body is not None and route.body_required:
            raise Problem("invalid-request", "the operation needs a body")
        return NOTHING
    given = matching(content_type or "", route.content_types)
    if given is None:
        raise Problem("unsupported-media-type", f"it takes {', '.join(route.content_types)}")
    schemas = shapes.member(route.body) if route.body else shapes.whole
    try:
        return _decoded(content_type or "", body, shapes, schemas, route.encodings.get(given, {}))
    except (ValueError, RecursionError) as error:  # msgspec's and Unicode's errors are ValueErrors
        raise Problem("malformed-body") from error


def _decoded(
    content_type: str, body: bytes, shapes: Shapes, schemas: Sequence[Schema], encodings: Encodings
) -> Any:
    kind = bare(content_type)
    if is_json(kind):
        body.decode()  # msgspec passes over bad UTF-8 in what it skips
        return msgspec.json.decode(body)
    if kind == FORM:
        return forms.encoded(body, shapes, schemas, encodings)
    if is_multipart(kind):
        return forms.multipart(content_type, body, shapes, schemas, encodings)
    if is_sequence(kind):
        return sequences.decode(kind, body)
    if kind.startswith("text/"):
        return scalar(body.decode(), schemas)
    return body.decode() if is_xml(kind) else base64.b64encode(body).decode()
