"""Parameters out of a request, in every style that OpenAPI knows (Parameter Object, "Style Values")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_plus

import msgspec

from runtime.http.problems import Problem
from runtime.http.shapes import Schema, Shapes, scalar, types
from runtime.service import Parameter

Pairs = Sequence[tuple[str, str]]
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}  # of a list in one text; else a comma


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request sent beside its body."""

    path: Mapping[str, str]
    query_string: str
    headers: Mapping[str, str]  # names in lower case
    cookies: Mapping[str, str]

    def pairs(self) -> Pairs:
        """The query, decoded, in order."""
        return parse_qsl(self.query_string, keep_blank_values=True, max_num_fields=1000)


def read(parameters: Iterable[Parameter], sent: Sent, shapes: Shapes) -> dict[str, Any]:
    """The members of the request that stand in its line and headers; those not sent are left out.

    Raises:
        Problem: a parameter that is JSON does not read.
    """
    try:
        query = sent.pairs()
    except ValueError as error:
        raise Problem("invalid-request", "the query has too many parameters") from error
    found = {p.member: _read(p, sent, query, shapes) for p in parameters}
    return {member: value for member, value in found.items() if value is not _ABSENT}


def form(pairs: Pairs, shapes: Shapes, schemas: Sequence[Schema] | None = None) -> dict[str, Any]:
    """An object out of form fields: a field that is given again, or wants to be one, is an array."""
    return {
        name: _built([text for key, text in pairs if key == name], shapes.member(name, schemas), shapes)
        for name in dict.fromkeys(name for name, _ in pairs)
    }


_ABSENT: Final = object()


def _read(parameter: Parameter, sent: Sent, query: Pairs, shapes: Shapes) -> Any:
    schemas = shapes.member(parameter.member)
    if parameter.where == "querystring":
        if parameter.content_type == "application/x-www-form-urlencoded":
            return form(query, shapes, schemas) if sent.query_string else _ABSENT
        return _content(parameter, unquote_plus(sent.query_string)) if sent.query_string else _ABSENT
    if parameter.where == "query":
        return _query(parameter, query, schemas, shapes)
    one = {
        "path": lambda: sent.path.get(parameter.name),
        "header": lambda: sent.headers.get(parameter.name.lower()),
        "cookie": lambda: sent.cookies.get(parameter.name),
    }[parameter.where]()
    if one is None:
        return _ABSENT
    return _content(parameter, one) if parameter.content_type else _styled(parameter, one, schemas, shapes)


def _content(parameter: Parameter, text: str) -> Any:
    """A parameter with a media type of its own."""
    if not parameter.content_type or "json" not in parameter.content_type:
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem("invalid-request", f"{parameter.name} is not JSON") from error


def _query(parameter: Parameter, query: Pairs, schemas: Sequence[Schema], shapes: Shapes) -> Any:
    name = parameter.name
    wanted = types(schemas)
    if parameter.style == "deepObject" or (
        parameter.explode and "object" in wanted and "array" not in wanted
    ):
        deep = parameter.style == "deepObject"
        names = {f"{name}[{p}]" if deep else p: p for p in shapes.properties(schemas)}
        if deep:
            names |= {
                k: k[len(name) + 1 : -1] for k, _ in query if k.startswith(f"{name}[") and k.endswith("]")
            }
        own = [(names[key], text) for key, text in query if key in names]
        return form(own, shapes, schemas) if own else _ABSENT
    texts = [text for key, text in query if key == name]
    if not texts:
        return _ABSENT
    if parameter.content_type:
        return _content(parameter, texts[0])
    if parameter.explode or len(texts) > 1:
        return _built(texts, schemas, shapes)
    return _styled(parameter, texts[0], schemas, shapes)


def _styled(parameter: Parameter, text: str, schemas: Sequence[Schema], shapes: Shapes) -> Any:
    """One text in a style: a scalar, or a list or an object with separators."""
    wanted, explode, own = types(schemas), parameter.explode, f"{parameter.name}="
    separator = _SEPARATORS.get(parameter.style, ",")
    if parameter.style == "label":
        text, separator = text.removeprefix("."), "." if explode else ","
    elif parameter.style == "matrix":
        text, separator = text.removeprefix(";"), ";" if explode else ","
        text = text if explode else text.removeprefix(own)
    if "array" in wanted:
        parts = [part.removeprefix(own) for part in text.split(separator)] if text else []
        return [scalar(part, shapes.items(schemas)) for part in parts]
    if "object" in wanted:
        parts = text.split(separator) if text else []
        pairs = (
            [p.partition("=")[::2] for p in parts]
            if explode
            else list(zip(parts[::2], parts[1::2], strict=False))
        )
        return form(pairs, shapes, schemas)
    return scalar(text.removeprefix(own) if parameter.style == "matrix" else text, schemas)


def _built(texts: Sequence[str], schemas: Sequence[Schema], shapes: Shapes) -> Any:
    """One or more texts of one name."""
    if "array" in types(schemas):
        return [scalar(text, shapes.items(schemas)) for text in texts]
    return scalar(texts[0], schemas) if len(texts) == 1 else list(texts)
