"""Requests as an OpenAPI document describes them: members of one JSON object, written into an HTTP request.

The opposite of `runtime.http.parameters`, and apart from it: contract tests hold each against the other, so
neither can be wrong in the same way unseen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from runtime.outgoing.bodies import FORM, SEPARATORS, Unwritable, preferred, written
from runtime.service import HttpRoute, Parameter


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
                query += _pairs(parameter, value)
            case "querystring":
                whole = _whole_query(parameter, value)
            case "header":
                request.headers[parameter.name.lower()] = _styled(parameter, value)
            case "cookie":
                cookies.append(f"{parameter.name}={_in_cookie(parameter, value)}")
    said = "&".join(filter(None, (urlencode(query), whole)))
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


def _in_cookie(parameter: Parameter, value: Any) -> str:
    text = _styled(parameter, value)
    if parameter.style == "form":
        return quote(text, safe="")
    if any(sign in text for sign in '"\\;, '):
        raise Unwritable("a cookie that is written as it is has no separators")
    return text


def _in_path(parameter: Parameter, value: Any) -> str:
    """A segment of a path, in one of the three styles that OpenAPI knows for it."""
    style, name = parameter.style, parameter.name
    own = f"{name}=" if style == "matrix" else ""
    joint = {"label": ".", "matrix": ";"}.get(style, ",") if parameter.explode else ","
    if parameter.content_type:
        style, text = "simple", quote(json.dumps(value), safe="")
    elif isinstance(value, list):
        each = own if parameter.explode else ""
        text = joint.join(f"{each}{quote(_part(part), safe='')}" for part in value)
        text = text if parameter.explode else own + text
    elif isinstance(value, Mapping):
        equals = "=" if parameter.explode else ","
        text = joint.join(f"{_part(key)}{equals}{quote(_part(part), safe='')}" for key, part in value.items())
        text = text if parameter.explode else own + text
    else:
        text = own + quote(_styled(parameter, value), safe="")
    if not text or "%2F" in text or text in (".", "..", own):
        raise Unwritable("a segment of a path is neither empty nor has a slash")
    return {"label": ".", "matrix": ";"}.get(style, "") + text


def _whole_query(parameter: Parameter, value: Any) -> str:
    """A query string that is one value (OpenAPI 3.2): a form, or JSON, or text."""
    if parameter.content_type == FORM and isinstance(value, Mapping):
        return written(FORM, value, {})[1].decode()
    return quote(value if isinstance(value, str) else json.dumps(value), safe="")


def _part(value: Any) -> str:
    text = _text(value)
    if not text or any(sign in text for sign in ",.;="):
        raise Unwritable("a list of texts with separators")
    return text


def _pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    name = parameter.name
    if parameter.content_type:
        return [(name, json.dumps(value))]
    if isinstance(value, Mapping):
        if parameter.style == "deepObject":
            return [(f"{name}[{key}]", _text(part)) for key, part in value.items()]
        if parameter.explode:
            return [(key, _text(part)) for key, part in value.items()]
    if isinstance(value, list) and parameter.explode:
        if not value:
            raise Unwritable("an empty list is no list in a query")
        return [(name, _text(part)) for part in value]
    return [(name, _styled(parameter, value))]


def _styled(parameter: Parameter, value: Any) -> str:
    """A value as one text of a query, a header or a cookie."""
    if parameter.content_type:
        return json.dumps(value)
    separator = SEPARATORS.get(parameter.style, ",")
    if isinstance(value, list):
        text = separator.join(_joined(part, separator) for part in value)
    elif isinstance(value, Mapping):
        joint = "=" if parameter.explode else separator
        text = separator.join(
            f"{_joined(key, separator + '=')}{joint}{_joined(part, separator)}" for key, part in value.items()
        )
    else:
        text = _text(value)
    if isinstance(value, list | Mapping) and not value:
        raise Unwritable("what is empty is not there")
    if parameter.where in ("header", "cookie") and not (
        text.isascii() and text.isprintable() and text.strip() == text
    ):
        raise Unwritable("a header has visible ASCII signs")
    return text


def _joined(value: Any, separators: str) -> str:
    text = _text(value)
    if not text or text.strip() != text or any(sign in text for sign in separators):
        raise Unwritable("a list of texts with separators")
    return text


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list):
        raise Unwritable("what is nested has no place in a parameter")
    if value is None:
        raise Unwritable("null has no text of its own")
    return json.dumps(value)
