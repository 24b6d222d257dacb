"""Objects out of forms: fields of a URL-encoded body, parts of a multipart one."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from specfold.http import parameters, texts
from specfold.http.branches import Branches, Schema, types
from specfold.http.media import matching
from specfold.http.multipart import Part, parts
from specfold.http.problems import invalid
from specfold.model.json_text import decode
from specfold.model.service import Encoding, Parameter
from specfold.model.shared.media_types import bare, is_json

Encodings = Mapping[str, Encoding]


def encoded(body: bytes, schemas: Sequence[Any], branches: Branches, encodings: Encodings) -> Any:
    """A URL-encoded body as an object.

    Raises:
        ValueError: it is no such body.
        Problem: it has too many fields.
    """
    pairs = parameters.fields(body.decode())
    found: dict[str, Any] = {}
    for name, encoding in encodings.items():
        if encoding.style:
            own = Parameter(name, "query", name, style=encoding.style, explode=encoding.explode)
            value = parameters.queried(own, pairs, _member(name, schemas, branches), branches)
            pairs = [pair for pair in pairs if pair[0] != name and not pair[0].startswith(f"{name}[")]
            found |= {} if value is parameters.ABSENT else {name: value}
    return parameters.form(pairs, schemas, branches) | found


def _member(name: str, schemas: Sequence[Any], branches: Branches) -> list[Any]:
    return next((branches.member(branch, name) for branch in branches.of(schemas)), [])


def multipart(
    content_type: str, body: bytes, schemas: Sequence[Any], branches: Branches, encodings: Encodings
) -> Any:
    """A multipart body: an object of its named parts, or an array of all where its schema is one.

    What is binary stands in base64, as in every JSON document.

    Raises:
        ValueError: it is no such body.
        Problem: a part is of a media type that its member does not take.
    """
    given = parts(content_type, body)
    if "array" in branches.types(schemas):
        return _values(given, schemas, branches, Encoding())
    found: dict[str, Any] = {}
    named: dict[str, list[Part]] = {}
    for part in given:
        named.setdefault(part.name, []).append(part)
    for name, own in named.items():
        member = _member(name, schemas, branches)
        encoding = encodings.get(name, Encoding())
        many = "array" in branches.types(member)
        values = (
            _values(own, member, branches, encoding)
            if many
            else [_value(part, member, branches, encoding) for part in own]
        )
        whole = len(values) == 1 and (not many or isinstance(values[0], list))
        found[name] = values[0] if whole else values
    return found


def _values(
    given: Sequence[Part], schemas: Sequence[Any], branches: Branches, encoding: Encoding
) -> list[Any]:
    """The items of an array, each by its own schema."""
    branch = next((b for b in branches.of(schemas) if "array" in types(b)), ())
    return [_value(part, branches.item(branch, i), branches, encoding) for i, part in enumerate(given)]


def _value(part: Part, schemas: Sequence[Any], branches: Branches, encoding: Encoding) -> Any:
    given = bare(part.content_type)
    allowed = encoding.content_types
    if given and allowed and matching(given, allowed) is None:
        told = f"it is {given}, and may be {' or '.join(allowed)}"
        raise invalid([{"pointer": f"/{part.name}", "detail": told}])
    wanted = branches.types(schemas)
    if is_json(given) or (not given and wanted and wanted <= {"object", "array"}):
        return decode(part.content)
    if _is_binary(part, [schema for branch in branches.of(schemas) for schema in branch], given):
        return base64.b64encode(part.content).decode()
    return texts.scalar(part.content.decode(), schemas, branches)


def _is_binary(part: Part, schemas: Sequence[Schema], given: str) -> bool:
    """Whether the member holds bytes: its schema says so, or the part is no text."""
    if any("contentEncoding" in schema for schema in schemas):
        return False
    said = any(schema.get("format") == "binary" or "contentMediaType" in schema for schema in schemas)
    return said or (bool(given or part.file) and not given.startswith("text/"))
