"""Bodies as a document describes them, written. The opposite of `specfold.http.bodies`, and apart from it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from specfold.messaging.webhooks import parameter_styles as styles
from specfold.messaging.webhooks.parameter_styles import Unwritable
from specfold.model.service import Encoding, HttpRoute, Parameter
from specfold.model.shared.media_types import (
    EVENTS,
    FORM,
    JSON,
    bare,
    is_json,
    is_multipart,
    is_text_sequence,
    is_xml,
    rank,
)

BOUNDARY: Final = "a-boundary-of-the-contract-tests"
Encodings = Mapping[str, Encoding]


def preferred(route: HttpRoute) -> str:
    """The media type that tests send: JSON before forms before the rest."""
    return min(route.content_types, key=rank)


def written(media_type: str, content: Any, encodings: Encodings) -> tuple[str, bytes]:
    """The content type of a body, and its bytes.

    Raises:
        Unwritable: the media type cannot say this.
    """
    kind = bare(media_type).replace("*/*", JSON).replace("/*", "/octet-stream")
    if is_json(kind):
        return kind, json.dumps(content).encode()
    if kind == FORM:
        fields = _fields(_named(content, kind), encodings)
        return kind, "&".join(f"{name}={text}" for name, text in fields).encode()
    if is_multipart(kind):
        return f'{kind}; boundary="{BOUNDARY}"', b"".join(_multipart(content, kind, encodings))
    if isinstance(content, list):
        return kind, "".join(_sequence(kind, content)).encode()
    if kind.startswith("text/"):
        return kind, _text(content).encode()
    if isinstance(content, str):
        return kind, content.encode() if is_xml(kind) else _bytes(content)
    raise Unwritable(f"{kind} of {type(content).__name__}")


def _named(content: Any, kind: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise Unwritable(f"{kind} of {type(content).__name__}")
    return content


def _fields(content: Mapping[str, Any], encodings: Encodings) -> Iterable[tuple[str, str]]:
    """The fields of a form, encoded."""
    for name, value in content.items():
        encoding = encodings.get(name, Encoding())
        if encoding.style and isinstance(value, list | dict):
            own = Parameter(name, "query", name, style=encoding.style, explode=encoding.explode)
            yield from styles.pairs(own, value)
            continue
        if value == []:
            raise Unwritable("an empty list is no list in a form")
        for part in value if isinstance(value, list) else [value]:
            yield styles.encoded(name), styles.encoded(_text(part))


def _multipart(content: Any, kind: str, encodings: Encodings) -> Iterable[bytes]:
    named = [("", part) for part in content] if isinstance(content, list) else _named(content, kind).items()
    for name, value in named:
        if value == []:
            raise Unwritable("an empty list has no parts")
        for part in value if isinstance(value, list) else [value]:
            yield _part(name, part, encodings.get(name, Encoding()).content_types)
    yield f"--{BOUNDARY}--\r\n".encode()


def _part(name: str, value: Any, types: tuple[str, ...]) -> bytes:
    """One part: an object is JSON; a text goes as bytes where its media type says so."""
    given = next((kind for kind in types if "*" not in kind), "")
    if isinstance(value, dict | list) and not given:
        given = JSON
    if not name.isprintable() or '"' in name or "\\" in name:
        raise Unwritable("a name that no header holds")
    lines = [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{name}"']
    lines += [f"Content-Type: {given}"] if given else []
    return "\r\n".join([*lines, "", ""]).encode() + _content(given, value) + b"\r\n"


def _content(given: str, value: Any) -> bytes:
    if is_json(given):
        return json.dumps(value).encode()
    binary = isinstance(value, str) and given and not given.startswith("text/")
    return _bytes(value) if binary else _text(value).encode()


def _sequence(kind: str, items: list[Any]) -> Iterable[str]:
    for item in items:
        if kind == EVENTS:
            if not isinstance(item, dict) or not item:
                raise Unwritable("an event is an object with members")
            yield "".join(_field(name, value) for name, value in item.items()) + "\n"
        else:
            yield ("\x1e" if is_text_sequence(kind) else "") + json.dumps(item) + "\n"


def _field(name: str, value: Any) -> str:
    text = _text(value)
    if name not in ("data", "event", "id", "retry") or "\r" in text or ("\n" in text and name != "data"):
        raise Unwritable("no field of an event")
    return "".join(f"{name}: {line}\n" for line in text.split("\n"))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Unwritable("bytes of what is no base64") from error


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
