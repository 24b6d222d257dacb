"""Values written in the styles of OpenAPI ("Style Values"), as RFC 6570 expands them.

The opposite of `specfold.http.styles`, and apart from it: contract tests hold each against the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from specfold.model.service import Parameter

Encode = Callable[[str], str]
_DELIMITERS: Final = {"spaceDelimited": ("%20", " "), "pipeDelimited": ("%7C", "|")}
_NOT_IN_COOKIES: Final = '";\\, '


class Unwritable(Exception):
    """This cannot be written as the document describes it."""


def encoded(text: str) -> str:
    """A text with all but unreserved characters percent-encoded."""
    return quote(text, safe="")


def encoded_label(text: str) -> str:
    """The same with points, which separate the parts of an exploded label."""
    return encoded(text).replace(".", "%2E")


def bare(text: str) -> str:
    """A text for a place without any encoding.

    Raises:
        Unwritable: a header or a cookie has visible ASCII characters alone, and this text has others.
    """
    if not (text.isascii() and text.isprintable() and text.strip() == text):
        raise Unwritable("a header has visible ASCII characters alone")
    return text


def unlisted(text: str) -> str:
    """The same for a part of a list.

    Raises:
        Unwritable: it has a delimiter.
    """
    if "," in text or "=" in text:
        raise Unwritable("a part of a list has no delimiter")
    return bare(text)


def in_cookie(text: str) -> str:
    """The same for `style: cookie`, which writes texts as they are.

    Raises:
        Unwritable: it has a character that no cookie holds.
    """
    if any(sign in text for sign in _NOT_IN_COOKIES):
        raise Unwritable("a cookie that is written as it is has no delimiters")
    return bare(text)


def pairs(parameter: Parameter, value: Any, encode: Encode = encoded) -> Iterator[tuple[str, str]]:
    """The fields of a query, or the cookies, that say a value; names and values are encoded.

    Raises:
        Unwritable: the style cannot say it.
    """
    name = encode(parameter.name)
    if parameter.style == "deepObject":
        yield from _deep(name, value)
    elif parameter.explode and isinstance(value, list | Mapping):
        _check_content(value)
        members = ((parameter.name, one) for one in value) if isinstance(value, list) else value.items()
        yield from ((encode(key), encode(text(one))) for key, one in members)
    elif isinstance(value, list | Mapping):
        yield name, _joined(parameter, value, encode)
    else:
        yield name, encode(text(value))


def expanded(parameter: Parameter, value: Any, encode: Encode) -> str:
    """A value as one text in the styles `simple`, `label` and `matrix`.

    Raises:
        Unwritable: the style cannot say it.
    """
    prefix = {"label": ".", "matrix": ";"}.get(parameter.style, "")
    named = prefix == ";"
    if not isinstance(value, list | Mapping):
        written = encode(text(value))
        return prefix + (_named(parameter.name, written) if named else written)
    if not parameter.explode:
        joined = _joined(parameter, value, encode)
        return prefix + (_named(parameter.name, joined) if named else joined)
    _check_content(value)
    if isinstance(value, list):
        parts = [encode(text(one)) for one in value]
        parts = [_named(parameter.name, part) for part in parts] if named else parts
    else:
        members = [(encode(key), encode(text(one))) for key, one in value.items()]
        parts = [f"{key}={part}" if part or not named else key for key, part in members]
    return prefix + (prefix or ",").join(parts)


def text(value: Any) -> str:
    """A value that is neither list nor object.

    Raises:
        Unwritable: it is one, or null.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list):
        raise Unwritable("what is nested has no place in a parameter")
    if value is None:
        raise Unwritable("null has no text of its own")
    return json.dumps(value)


def _named(name: str, written: str) -> str:
    return f"{encoded(name)}={written}" if written else encoded(name)


def _joined(parameter: Parameter, value: Any, encode: Encode) -> str:
    """A list or an object as one text with delimiters."""
    _check_content(value)
    parts = value if isinstance(value, list) else [part for pair in value.items() for part in pair]
    delimiter, plain = _DELIMITERS.get(parameter.style, (",", ""))
    texts = [text(part) for part in parts]
    if plain and any(plain in one for one in texts):
        raise Unwritable("a part of a list has no delimiter")
    return delimiter.join(map(encode, texts))


def _check_content(value: Any) -> None:
    if not value:
        raise Unwritable("what is empty is not sent")


def _deep(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping | list):
        yield name, encoded(text(value))
        return
    _check_content(value)
    for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
        if "[" in str(key) or "]" in str(key):
            raise Unwritable("a name has no brackets")
        yield from _deep(f"{name}[{encoded(str(key))}]", part)
