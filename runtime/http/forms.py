"""Objects out of forms: fields of a URL-encoded body, parts of a multipart one."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from runtime.http import parameters
from runtime.http.media import bare, is_json, matching
from runtime.http.multipart import Part, parts
from runtime.http.problems import invalid
from runtime.http.shapes import Schema, Shapes, scalar, types
from runtime.service import Encoding, Parameter

Encodings = Mapping[str, Encoding]


def encoded(body: bytes, shapes: Shapes, schemas: Sequence[Schema], encodings: Encodings) -> dict[str, Any]:
    """A URL-encoded body as an object.

    Raises:
        ValueError: it is no such body.
    """
    pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000)
    found: dict[str, Any] = {}
    for name, encoding in encodings.items():
        if encoding.style:
            own = Parameter(name, "query", name, style=encoding.style, explode=encoding.explode)
            value = parameters.queried(own, pairs, shapes.member(name, schemas), shapes)
            pairs = [pair for pair in pairs if pair[0] != name and not pair[0].startswith(f"{name}[")]
            found |= {} if value is parameters.ABSENT else {name: value}
    return parameters.form(pairs, shapes, schemas) | found


def multipart(
    content_type: str, body: bytes, shapes: Shapes, schemas: Sequence[Schema], encodings: Encodings
) -> Any:
    """A multipart body: an object of its named parts, or an array of all where its schema is one.

    What is binary stands in base64, as in every JSON document.

    Raises:
        ValueError: it is no such body.
        Problem: a part is of a media type that its member does not take.
    """
    given = parts(content_type, body)
    if "array" in types(schemas):
        return [_value(part, shapes.items(schemas), Encoding()) for part in given]
    found: dict[str, Any] = {}
    for name in dict.fromkeys(part.name for part in given):
        member, own = shapes.member(name, schemas), [part for part in given if part.name == name]
        encoding = encodings.get(name, Encoding())
        many = "array" in types(member)
        values = [_value(part, shapes.items(member) if many else member, encoding) for part in own]
        whole = len(values) == 1 and (not many or isinstance(values[0], list))
        found[name] = values[0] if whole else values
    return found


def _value(part: Part, schemas: Sequence[Schema], encoding: Encoding) -> Any:
    given = bare(part.content_type)
    allowed = encoding.content_types
    if given and allowed and matching(given, allowed) is None:
        told = f"it is {given}, and may be {' or '.join(allowed)}"
        raise invalid([{"pointer": f"/{part.name}", "detail": told}])
    if is_json(given) or (not given and types(schemas) and types(schemas) <= {"object", "array"}):
        part.content.decode()  # msgspec passes over bad UTF-8 in what it skips
        return msgspec.json.decode(part.content)
    if _is_binary(part, schemas, given):
        return base64.b64encode(part.content).decode()
    return scalar(part.content.decode(), schemas)


def _is_binary(part: Part, schemas: Sequence[Schema], given: str) -> bool:
    """Whether the member holds bytes: its schema says so, or the part is no text."""
    if any("contentEncoding" in schema for schema in schemas):
        return False
    said = any(schema.get("format") == "binary" or "contentMediaType" in schema for schema in schemas)
    return said or (bool(given or part.file) and not given.startswith("text/"))
