"""Values written in a style (OpenAPI "Style Values", RFC 6570), taken apart into texts.

What comes in is still percent-encoded: delimiters are those that are not encoded; an encoded one belongs to
a value. Only spaces and bars separate in their encoded form too: a URI holds no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from specfold.model.service import Parameter

Decode = Callable[[str], str]
Pairs = Sequence[tuple[str, str]]

# What separates the parts of a list in one text; else a comma. A `+` of a query is a space.
_DELIMITED: Final = {"spaceDelimited": re.compile(r"%20|\+| "), "pipeDelimited": re.compile(r"%7C|\|", re.I)}


class NotWritten(ValueError):
    """A text is not in the style of its parameter."""


def percent(text: str) -> str:
    """A text without its percent-encoding.

    Raises:
        ValueError: it is not UTF-8.
    """
    return unquote_to_bytes(text).decode() if "%" in text else text


def plus(text: str) -> str:
    """A text of a form or query, where a `+` is a space (WHATWG URL, application/x-www-form-urlencoded).

    Raises:
        ValueError: it is not UTF-8.
    """
    return percent(text.replace("+", " "))


def plain(text: str) -> str:
    """A text of a place that has no encoding: headers, and cookies of `style: cookie`."""
    return text


def one(parameter: Parameter, text: str, decode: Decode) -> str:
    """A value that is neither list nor object.

    Raises:
        ValueError: it is not in this style.
    """
    if parameter.style == "matrix":
        return _named(parameter, _after(";", text), decode)
    return decode(_after(".", text) if parameter.style == "label" else text)


def listed(parameter: Parameter, text: str, decode: Decode) -> list[str]:
    """The items of a list. An empty text is one empty item, as RFC 6570 writes it.

    Raises:
        ValueError: it is not in this style.
    """
    if parameter.style == "matrix" and parameter.explode:
        return [_named(parameter, part, decode) for part in _after(";", text).split(";")]
    return [decode(part) for part in _parts(parameter, text, decode)]


def paired(parameter: Parameter, text: str, decode: Decode) -> list[tuple[str, str]]:
    """The members of an object.

    Raises:
        ValueError: it is not in this style.
    """
    parts = _parts(parameter, text, decode)
    if parts == [""]:
        return []
    if parameter.explode:
        if parameter.style != "matrix" and not all("=" in part for part in parts):
            raise NotWritten("each member is written as name=value")
        return [(decode(name), decode(value)) for name, _, value in (part.partition("=") for part in parts)]
    if len(parts) % 2:
        raise NotWritten("each member is written as name,value")
    return [(decode(name), decode(value)) for name, value in zip(parts[::2], parts[1::2], strict=True)]


def _parts(parameter: Parameter, text: str, decode: Decode) -> list[str]:
    """What stands between the delimiters, without the prefix of the style."""
    delimiter = ","
    if parameter.style == "matrix":
        text = _after(";", text)
        if not parameter.explode:
            name, _, text = text.partition("=")
            _check(parameter, name, decode)
    elif parameter.style == "label":
        text = _after(".", text)
    elif parameter.style in _DELIMITED:
        return _DELIMITED[parameter.style].split(text)
    if parameter.explode:
        delimiter = {"label": ".", "matrix": ";"}.get(parameter.style, ",")
    parts = text.split(delimiter)
    # RFC 9110, 5.6.1: blanks around the commas of a header mean nothing.
    return [part.strip(" \t") for part in parts] if parameter.where == "header" else parts


def _after(sign: str, text: str) -> str:
    if not text.startswith(sign):
        raise NotWritten(f"it begins with `{sign}`")
    return text[1:]


def _named(parameter: Parameter, text: str, decode: Decode) -> str:
    """The value of `name=value`, or of `name`, which is empty (RFC 6570, 3.2.7)."""
    name, _, value = text.partition("=")
    _check(parameter, name, decode)
    return decode(value)


def _check(parameter: Parameter, name: str, decode: Decode) -> None:
    if decode(name) != parameter.name:
        raise NotWritten(f"it begins with `;{parameter.name}`")
