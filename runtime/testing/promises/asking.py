"""Requests as an OpenAPI document describes them: members of one JSON object, written into an HTTP request.

The opposite of `runtime.http.parameters`, so that neither can be wrong in the same way unseen.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from runtime.service import HttpRoute, Parameter


class Unwritable(Exception):
    """These members cannot be written as the route's parameters are."""


@dataclass(slots=True)
class Asked:
    """An HTTP request."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def asked(route: HttpRoute, members: Any) -> Asked:
    """The request that says these members.

    Raises:
        Unwritable: the place or style of a parameter cannot say its value.
    """
    own = members if isinstance(members, dict) else {}
    path, query, cookies = route.path, [], []
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
                query += list(value.items()) if isinstance(value, dict) else [(_text(value), "")]
            case "header":
                request.headers[parameter.name.lower()] = _styled(parameter, value)
            case "cookie":
                cookies.append(f"{parameter.name}={quote(_styled(parameter, value), safe='')}")
    request.path = path + (f"?{urlencode(query)}" if query else "")
    if cookies:
        request.headers["cookie"] = "; ".join(cookies)
    if route.body is not None:
        _with_body(route, members, request)
    return request


def _with_body(route: HttpRoute, members: Any, request: Asked) -> None:
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
    media_type = _media_type(route)
    request.headers["content-type"] = media_type
    request.body = _encoded(media_type, content)


def _media_type(route: HttpRoute) -> str:
    """One that is taken; JSON where it is."""
    types = [name.partition(";")[0].strip() for name in route.content_types]
    first = next((name for name in types if name.endswith(("/json", "+json"))), types[0])
    return first.replace("*/*", "application/json").replace("/*", "/octet-stream")


def _encoded(media_type: str, content: Any) -> bytes:
    if media_type.endswith(("/json", "+json")):
        return json.dumps(content).encode()
    if media_type == "application/x-www-form-urlencoded" and isinstance(content, dict):
        pairs = [(n, _text(p)) for n, v in content.items() for p in (v if isinstance(v, list) else [v])]
        return urlencode(pairs).encode()
    if isinstance(content, str):
        if media_type.startswith("text/"):
            return content.encode()
        try:
            return base64.b64decode(content, validate=True)
        except ValueError as error:
            raise Unwritable(f"{media_type} of what is no base64") from error
    raise Unwritable(f"{media_type} of {type(content).__name__}")


def _in_path(parameter: Parameter, value: Any) -> str:
    """A segment of a path, in one of the three styles that OpenAPI knows for it."""
    style, name = parameter.style, parameter.name
    own = f"{name}=" if style == "matrix" else ""
    joint = {"label": ".", "matrix": ";"}.get(style, ",") if parameter.explode else ","
    if isinstance(value, list):
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
    if parameter.content_type:
        return json.dumps(value)
    separator = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(parameter.style, ",")
    if isinstance(value, list):
        if not value or any(separator in _text(part) for part in value):
            raise Unwritable("a list of texts with separators")
        return separator.join(map(_text, value))
    if isinstance(value, Mapping):
        joint = "=" if parameter.explode else separator
        return separator.join(f"{key}{joint}{_text(part)}" for key, part in value.items())
    text = _text(value)
    if parameter.where in ("header", "cookie") and not (
        text.isascii() and text.isprintable() and text.strip() == text
    ):
        raise Unwritable("a header has visible ASCII signs")
    return text


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list):
        raise Unwritable("what is nested has no place in a parameter")
    return json.dumps(value)
