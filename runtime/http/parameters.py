"""Parameters out of a request, in every style that OpenAPI knows (Parameter Object, "Style Values")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, unquote_plus

import msgspec

from runtime.http.problems import Problem
from runtime.http.shapes import Schema, Shapes, scalar, types
from runtime.service import Parameter

Pairs = Sequence[tuple[str, str]]
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}  # of a list in one text; else a comma
ABSENT: Final = object()


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
    return {member: value for member, value in found.items() if value is not ABSENT}


def form(pairs: Pairs, shapes: Shapes, schemas: Sequence[Schema] | None = None) -> dict[str, Any]:
    """An object out of form fields: a field that is given again, or wants to be one, is an array."""
    return {
        name: _built([text for key, text in pairs if key == name], shapes.member(name, schemas), shapes)
        for name in dict.fromkeys(name for name, _ in pairs)
    }


def _read(parameter: Parameter, sent: Sent, query: Pairs, shapes: Shapes) -> Any:
    schemas = shapes.member(parameter.member)
    if parameter.where == "querystring":
        if parameter.content_type == "application/x-www-form-urlencoded":
            return form(query, shapes, schemas) if sent.query_string else ABSENT
        return _content(parameter, unquote_plus(sent.query_string)) if sent.query_string else ABSENT
    if parameter.where == "query":
        return queried(parameter, query, schemas, shapes)
    one = {
        "path": lambda: sent.path.get(parameter.name),
        "header": lambda: sent.headers.get(parameter.name.lower()),
        "cookie": lambda: sent.cookies.get(parameter.name),
    }[parameter.where]()
    if one is None:
        return ABSENT
    if parameter.where != "path":
        one = one.strip(" \t")  # blanks around the value of a header are not part of it (RFC 9110, 5.5)
    if parameter.where == "cookie" and parameter.style == "form":
        one = unquote(one)  # `style: cookie` writes texts as they are
    if parameter.content_type:
        return _content(parameter, one)
    return _styled(parameter, one, schemas, shapes)


def _content(parameter: Parameter, text: str) -> Any:
    """A parameter with a media type of its own."""
    if not parameter.content_type or "json" not in parameter.content_type:
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem("invalid-request", f"{parameter.name} is not JSON") from error


def queried(parameter: Parameter, query: Pairs, schemas: Sequence[Schema], shapes: Shapes) -> Any:
    """A parameter out of the fields of a query or form; `ABSENT` if it is not there."""
    name = parameter.name
    wanted = types(schemas)
    if parameter.content_type:
        given = next((text for key, text in query if key == name), None)
        return ABSENT if given is None else _content(parameter, given)
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
        return form(own, shapes, schemas) if own else ABSENT
    texts = [text for key, text in query if key == name]
    if not texts:
        return ABSENT
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
    parts = text.split(separator) if text else []
    if parameter.where == "header":
        parts = [part.strip(" \t") for part in parts]  # RFC 9110, 5.6.1: blanks around commas mean nothing
    if "array" in wanted:
        return [scalar(part.removeprefix(own), shapes.items(schemas)) for part in parts]
    if "object" in wanted:
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
        whole = _value(texts[0], schemas) if len(texts) == 1 else None
        return whole if isinstance(whole, list) else [_value(text, shapes.items(schemas)) for text in texts]
    return _value(texts[0], schemas) if len(texts) == 1 else list(texts)


def _value(text: str, schemas: Sequence[Schema]) -> Any:
    """A text as what is wanted; objects and arrays that no style takes apart are JSON."""
    wanted = types(schemas)
    if wanted & {"object", "array"} and "string" not in wanted and text[:1] in ("{", "["):
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return text  # the schema refuses it, with its place
    return scalar(text, schemas)
