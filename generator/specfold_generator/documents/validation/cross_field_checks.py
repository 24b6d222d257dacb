"""What a table of members cannot say: values that depend on one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import object_at, title_of

Difference = tuple[DocumentNode, str, str, str]  # where, code, message, repair

COMPONENT_PARAMETERS = ("components", "parameters")
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # the name of a header, RFC 9110


COMPONENT = re.compile(r"[a-zA-Z0-9._-]+")  # OpenAPI 3.1, 4.8.7; AsyncAPI 3.0, Components Object


def differences(at: DocumentNode, kind: str, version: str) -> Iterator[Difference]:
    """What is wrong with an object of a kind, beside its members."""
    if kind == "Components":
        yield from _components(at)
    rule = _RULES.get(kind)
    if rule is not None and version.startswith("openapi"):
        yield from rule(at, version)


def _components(at: DocumentNode) -> Iterator[Difference]:
    for kind, named in object_at(at).items():
        for name in named if isinstance(named, dict) and not kind.startswith("x-") else ():
            if not COMPONENT.fullmatch(name) and name != "$ref":
                message = f"{quoted(name)} is no name of a component ({title_of(at.child(kind))})"
                help_ = "use letters, digits, `.`, `-` and `_`"
                yield at.child(kind, name), "SPF392", message, help_


def _parameter(at: DocumentNode, version: str) -> Iterator[Difference]:
    value = object_at(at)
    yield from _header(at, version)
    if value.get("in") == "path" and at.pointer[:2] == COMPONENT_PARAMETERS and not value.get("required"):
        message = (
            f"the path parameter {quoted(str(value.get('name')))} must be `required: true`; it is read so"
        )
        yield at, "SPF333", message, "write `required: true`"
    if value.get("in") == "querystring" and "schema" in value:
        message = f"{title_of(at)} is in querystring and has `schema`"
        yield at.child("schema"), "SPF331", message, "write `content: {<media type>: {schema: ...}}`"
    where, name = value.get("in"), value.get("name")
    if where == "header" and isinstance(name, str) and not TOKEN.fullmatch(name):
        yield at.child("name"), _header_code(version), f"{quoted(name)} is no name of a header", ""
    places = ("query",) if version == "openapi 3.1" else ("query", "path", "cookie")
    style = value.get("style", "form")
    if "allowReserved" in value and (where not in places or (where == "cookie" and style != "form")):
        message = f"{title_of(at)} is in {where} and may not have `allowReserved`"
        yield at.child("allowReserved"), "SPF371", message, ""
    if version == "openapi 3.1" and where == "cookie" and value.get("style", "form") != "form":
        yield at.child("style"), "SPF371", f"{title_of(at)} is in cookie, and its style must be `form`", ""


def _header(at: DocumentNode, _version: str) -> Iterator[Difference]:
    """What parameters and headers have in common: `schema` with a style, or `content` without one."""
    value = object_at(at)
    if "content" in value:
        for name in ("style", "explode"):
            if name in value:
                message = f"{title_of(at)} has {quoted(name)} beside `content`; it is ignored"
                yield at.child(name), "SPF337", message, "remove it: `content` says how the value is written"
    elif "schema" not in value and "in" not in value and "$ref" not in value:
        yield at, "SPF338", f"{title_of(at)} has neither `schema` nor `content`", ""


def _parameters(at: DocumentNode, _version: str) -> Iterator[Difference]:
    """At most one `querystring`, and no `query` beside it."""
    listed = object_at(at).get("parameters")
    places = [at.child("parameters", n) for n in range(len(listed))] if isinstance(listed, list) else []
    by_place = [(place, object_at(place).get("in")) for place in places]
    whole = [place for place, where in by_place if where == "querystring"]
    for place in whole[1:]:
        yield place, "SPF339", f"{title_of(place)} is a second parameter in querystring", "keep one of them"
    if whole and any(where == "query" for _, where in by_place):
        yield whole[0], "SPF339", f"{title_of(whole[0])} stands beside parameters in query", ""


def _headers(at: DocumentNode, version: str) -> Iterator[Difference]:
    named = object_at(at).get("headers")
    for name in named if isinstance(named, dict) else ():
        if not TOKEN.fullmatch(name):
            yield (
                at.child("headers", name),
                _header_code(version),
                f"{quoted(name)} is no name of a header",
                "",
            )


def _header_code(version: str) -> str:
    """OpenAPI 3.2 says which names a header can have; 3.1 says nothing, and no request can carry others."""
    return "SPF371" if version == "openapi 3.2" else "SPF355"


def _variable(at: DocumentNode, _version: str) -> Iterator[Difference]:
    value = object_at(at)
    choice = value.get("enum")
    if isinstance(choice, list) and choice and "default" in value and value["default"] not in choice:
        message = f"the default {quoted(str(value['default']))} is none of the values of {title_of(at)}"
        yield at.child("default"), "SPF370", message, ""


def _media_type(at: DocumentNode, _version: str) -> Iterator[Difference]:
    yield from _unread(at, ("prefixEncoding", "itemEncoding"))


def _encoding(at: DocumentNode, version: str) -> Iterator[Difference]:
    yield from _headers(at, version)
    yield from _unread(at, ("encoding", "headers", "itemEncoding", "prefixEncoding"))


def _unread(at: DocumentNode, names: Iterable[str]) -> Iterator[Difference]:
    """Members that ask for something that the service does not do."""
    for name in names:
        if name in object_at(at):
            message = f"{title_of(at.child(name))} is not enforced: such parts stay as they are sent"
            yield at.child(name), "SPF393", message, ""


_RULES: dict[str, Callable[[DocumentNode, str], Iterator[Difference]]] = {
    "Encoding": _encoding,
    "Header": _header,
    "MediaType": _media_type,
    "Operation": _parameters,
    "Parameter": _parameter,
    "PathItem": _parameters,
    "Response": _headers,
    "ServerVariable": _variable,
}
