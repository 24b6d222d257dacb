"""Bodies that are sequences: JSON Lines, NDJSON, JSON text sequences and server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from specfold.model import json_text
from specfold.model.shared.media_types import EVENTS, bare, is_text_sequence

MOST: Final = 100_000  # items of one body
_FIELDS: Final = ("event", "id", "retry")
_RECORD: Final = "\x1e"


def decode(media_type: str, body: bytes) -> list[Any]:
    """The items of a body.

    Raises:
        ValueError: it is not what its media type says, or has too many items.
    """
    text = body.decode().removeprefix("\ufeff")
    kind = bare(media_type)
    if kind == EVENTS:
        return _bounded(_events(text))
    pieces = text.split(_RECORD) if is_text_sequence(kind) else text.split("\n")
    return [json_text.decode(piece) for piece in _bounded(filter(str.strip, pieces))]


def encode(media_type: str, items: Iterable[Any]) -> Iterator[bytes]:
    """A body, item by item.

    Raises:
        ValueError: an event has a name or an id of several lines.
    """
    kind = bare(media_type)
    for item in items:
        if kind == EVENTS:
            yield _event(item).encode()
        else:
            lead = _RECORD if is_text_sequence(kind) else ""
            yield f"{lead}{_json(item)}\n".encode()


def plain(value: object) -> Any:
    """A model as JSON data; for `json.dumps(default=...)`.

    Raises:
        TypeError: it is none.
    """
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    raise TypeError(f"{type(value).__name__} is no JSON")


def plain_data(value: object) -> Any:
    """An item as JSON data."""
    return plain(value) if isinstance(value, BaseModel) else value


def _bounded(items: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if len(found) == MOST:
            raise ValueError(f"a body has at most {MOST} items")
        found.append(item)
    return found


def _events(text: str) -> Iterator[dict[str, Any]]:
    """Events as objects with the members that OpenAPI 3.2 gives them: data, event, id, retry."""
    found: dict[str, Any] = {}
    data: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if not line:
            if data:
                found["data"] = "\n".join(data)
            if found:
                yield found
            found, data = {}, []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "retry":
            found |= {"retry": int(value)} if value.isascii() and value.isdecimal() else {}
        elif name in _FIELDS:
            found[name] = value


def _event(item: Any) -> str:
    """An event: of an object with its fields, or of anything else as its data."""
    told = plain(item) if isinstance(item, BaseModel) else item
    if not (isinstance(told, Mapping) and told.keys() <= {"data", *_FIELDS}):
        told = {"data": told}
    lines = []
    for name in _FIELDS:
        if name in told:
            value = str(told[name])
            if "\n" in value or "\r" in value:
                raise ValueError(f"the {name} of an event is one line")
            lines.append(f"{name}: {value}")
    if "data" in told:
        data = told["data"] if isinstance(told["data"], str) else _json(told["data"])
        lines += [f"data: {line}" for line in data.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines) + "\n\n"


def _json(item: Any) -> str:
    if isinstance(item, BaseModel):
        return item.model_dump_json(by_alias=True, exclude_unset=True)
    return json.dumps(item, default=plain, separators=(",", ":"))
