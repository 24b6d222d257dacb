"""The body of a request, by its content type."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Final

from starlette.requests import Request

from specfold.http import forms, sequences
from specfold.http.branches import Branches
from specfold.http.fields import parameters
from specfold.http.forms import Encodings
from specfold.http.media import matching
from specfold.http.problems import Problem
from specfold.http.texts import scalar
from specfold.model.json_text import UnsafeJson, decode
from specfold.model.service import HttpRoute
from specfold.model.shared.media_types import FORM, bare, is_json, is_multipart, is_sequence, is_xml

NOTHING = object()
MAX_DEPTH: Final = 192  # levels of arrays and objects of a JSON body; parsers of the class stop at 200
_CHARSETS: Final = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))


async def received(request: Request, most: int) -> bytes:
    """The bytes of the body.

    Raises:
        Problem: there are more than `most`, and the rest is not read; or they are coded, or a part only.
    """
    _check_content(request)
    declared = request.headers.get("Content-Length", "0")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise Problem("too-large", f"a body has at most {most} bytes")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Problem("too-large", f"a body has at most {most} bytes")
    return bytes(body)


def _check_content(request: Request) -> None:
    """RFC 9110, 8.4 and 14.5; RFC 7694, 3. Decoding would cost more than the size of a request allows."""
    codings = ",".join(request.headers.getlist("Content-Encoding")).lower().split(",")
    if any(coding.strip() not in ("", "identity") for coding in codings):
        detail = "bodies are taken without a content coding"
        raise Problem("unsupported-media-type", detail, headers={"Accept-Encoding": "identity"})
    if request.method == "PUT" and "Content-Range" in request.headers:
        raise Problem("invalid-request", "a part of a representation cannot be PUT")


def chosen(route: HttpRoute, content_type: str | None) -> str:
    """The name of the schema that judges a request with such a body."""
    given = matching(content_type or "", route.content_types)
    return route.variants.get(given or "", route.name)


def read(route: HttpRoute, content_type: str | None, body: bytes, branches: Branches) -> Any:
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
        types = ", ".join(route.content_types)
        accept = {"Accept": types} | ({"Accept-Patch": types} if route.method == "PATCH" else {})
        raise Problem("unsupported-media-type", f"it takes {types}", headers=accept)
    if _is_text(content_type) and parameters(content_type or "").get("charset", "").lower() not in _CHARSETS:
        raise Problem("unsupported-media-type", "bodies are read as UTF-8")
    schemas = branches.named(route.body) if route.body else branches.whole
    try:
        return _decoded(content_type or "", body, schemas, branches, route.encodings.get(given, {}))
    except UnsafeJson as error:
        raise Problem("malformed-body", str(error)) from error
    except ValueError as error:  # msgspec's and Unicode's errors are ValueErrors
        raise Problem("malformed-body") from error


def _is_text(content_type: str | None) -> bool:
    """Whether a body of this type is text as a whole."""
    kind = bare(content_type)
    return kind.startswith("text/") or kind == FORM or is_json(kind) or is_sequence(kind) or is_xml(kind)


def _decoded(
    content_type: str, body: bytes, schemas: Sequence[Any], branches: Branches, encodings: Encodings
) -> Any:
    kind = bare(content_type)
    if is_json(kind):
        return decode(body, MAX_DEPTH)
    if kind == FORM:
        return forms.encoded(body, schemas, branches, encodings)
    if is_multipart(kind):
        return forms.multipart(content_type, body, schemas, branches, encodings)
    if is_sequence(kind):
        return sequences.decode(kind, body)
    if kind.startswith("text/"):
        return scalar(body.decode(), schemas, branches)
    return body.decode() if is_xml(kind) else base64.b64encode(body).decode()
