"""Requests as an OpenAPI document describes them: members of one JSON object, written into an HTTP request.

The opposite of `specfold.http.parameters`, and apart from it: contract tests hold each against the other, so
neither can be wrong in the same way unseen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specfold.messaging.webhooks import parameter_styles as styles
from specfold.messaging.webhooks.body_encoding import preferred, written
from specfold.messaging.webhooks.parameter_styles import Unwritable
from specfold.model.service import HttpRoute, Parameter
from specfold.model.shared.media_types import FORM


@dataclass(slots=True)
class Asked:
    """An HTTP request."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def asked(route: HttpRoute, members: Any, media_type: str = "") -> Asked:
    """The request that says these members; with a body of this media type, else of the preferred one.

    Raises:
        Unwritable: the place or style of a parameter cannot say its value.
    """
    own = members if isinstance(members, dict) else {}
    path, query, cookies, whole = route.path, [], [], ""
    request = Asked(route.method, "")
    for parameter in route.parameters:
        if parameter.member not in own:
            if parameter.where == "path":
                raise Unwritable(f"`{parameter.name}` stands in the path")
            continue
        value = own[parameter.member]
        match parameter.where:
            case "path":
                path = path.replace(f"{{{parameter.name}}}", _in_path(parameter, value))
            case "query":
                query += _in_query(parameter, value)
            case "querystring":
                whole = _whole_query(parameter, value)
            case "header":
                request.headers[parameter.name.lower()] = _in_header(parameter, value)
            case "cookie":
                cookies += _in_cookie(parameter, value)
    said = "&".join(filter(None, (*query, whole)))
    request.path = path + (f"?{said}" if said else "")
    if cookies:
        request.headers["cookie"] = "; ".join(cookies)
    if route.body is not None:
        _with_body(route, members, request, media_type or preferred(route))
    return request


def _with_body(route: HttpRoute, members: Any, request: Asked, kind: str) -> None:
    content: Any = members
    if route.body:
        if route.body not in members:
            return
        content = members[route.body]
    elif isinstance(members, dict):
        placed = {parameter.member for parameter in route.parameters}
        content = {name: value for name, value in members.items() if name not in placed}
        if not content and not route.body_required:
            return
    said, body = written(kind, content, route.encodings.get(kind, {}))
    request.headers["content-type"] = said
    request.body = body


def _in_cookie(parameter: Parameter, value: Any) -> list[str]:
    """Cookies that say a value. Those of an exploded `style: form` are joined as a query is."""
    encode = styles.in_cookie if parameter.style == "cookie" else styles.encoded
    if parameter.content_type:
        return [f"{parameter.name}={encode(_content(parameter, value))}"]
    cookies = [f"{name}={text}" for name, text in styles.pairs(parameter, value, encode)]
    return ["&".join(cookies)] if parameter.style == "form" else cookies


def _in_header(parameter: Parameter, value: Any) -> str:
    if parameter.content_type:
        return styles.bare(_content(parameter, value))
    encode = styles.unlisted if isinstance(value, list | Mapping) else styles.bare
    written = styles.expanded(parameter, value, encode)
    if isinstance(value, list) and not all(written.split(",")):
        raise Unwritable("a list in a header has no empty parts (RFC 9110, 5.6.1)")
    return written


def _in_path(parameter: Parameter, value: Any) -> str:
    """A segment of a path."""
    if parameter.content_type:
        text = styles.encoded(_content(parameter, value))
    else:
        exploded = parameter.style == "label" and parameter.explode
        text = styles.expanded(parameter, value, styles.encoded_label if exploded else styles.encoded)
    if not text or "%2F" in text or text in (".", ".."):
        raise Unwritable("a segment of a path is neither empty nor has a slash")
    return text


def _in_query(parameter: Parameter, value: Any) -> list[str]:
    if parameter.content_type:
        return [f"{styles.encoded(parameter.name)}={styles.encoded(_content(parameter, value))}"]
    return [f"{name}={text}" for name, text in styles.pairs(parameter, value)]


def _whole_query(parameter: Parameter, value: Any) -> str:
    """A query string that is one value (OpenAPI 3.2): a form, or JSON, or text."""
    text = _content(parameter, value)
    return text if parameter.content_type == FORM else styles.encoded(text)


def _content(parameter: Parameter, value: Any) -> str:
    """A parameter with a media type of its own."""
    kind = parameter.content_type or ""
    if kind == FORM:
        return written(FORM, value, {})[1].decode()
    return value if isinstance(value, str) and "json" not in kind else json.dumps(value)
