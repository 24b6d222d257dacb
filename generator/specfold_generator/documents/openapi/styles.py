"""Styles of parameters that the standard does not define for their type, and what is read then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted
from specfold_generator.json_schema.flatten import Lookup
from specfold_generator.model import ir

Json = Mapping[str, Any]
_CONTAINERS = ("array", "object")
_DELIMITED = ("spaceDelimited", "pipeDelimited")
_MEMBERS = ("additionalProperties", "unevaluatedProperties")


class Styles:
    """Checks the parameters of one operation."""

    def __init__(self, diagnostics: DiagnosticCollector, lookup: Lookup) -> None:
        self._diagnostics = diagnostics
        self._lookup = lookup

    def check(self, parameters: Sequence[ir.Parameter]) -> None:
        """Report styles that are undefined for a type, and names that two parameters take."""
        for parameter in parameters:
            if parameter.where == "querystring" or parameter.content_type is not None:
                continue
            parts = self._parts(parameter.shape.schema)
            kinds = kinds_of(parts)
            undefined = self._undefined(parameter, kinds, parts)
            if undefined:
                help_ = "see docs/http-parameters.md for what is read"
                self._diagnostics.add("SPF381", parameter.origin, undefined, help=help_)
            if self._is_ambiguous(parameter, kinds, parts):
                message = f"{quoted(parameter.name)} is a list of texts in the path: "
                message += (
                    "an HTTP API decodes the path, so an encoded delimiter in a text separates there too"
                )
                help_ = "send it in the query, or let no text have a `,`, `;`, `=` or `.`, by a `pattern`"
                self._diagnostics.add("SPF382", parameter.origin, message, help=help_)
        for where in ("query", "cookie"):
            self._check_names([one for one in parameters if one.where == where])

    def _undefined(self, parameter: ir.Parameter, kinds: set[str], parts: list[Json]) -> str:
        name, style = quoted(parameter.name), parameter.style
        members = [part for one in self._members(parts) for part in one]
        if style == "deepObject":
            if kinds and "object" not in kinds:
                return f"`deepObject` is defined for objects, and {name} is none"
            nested = kinds_of(members) & set(_CONTAINERS)
            return f"`deepObject` is defined for one level, and members of {name} have more" if nested else ""
        if style in _DELIMITED and parameter.explode:
            return f"{quoted(style)} is not defined for `explode: true`; {name} is read as `form`"
        if style in _DELIMITED and kinds and not kinds & set(_CONTAINERS):
            return f"{quoted(style)} is defined for lists and objects, and {name} is none"
        items = [part for one in self._items(parts) for part in one]
        nested = kinds_of([*members, *items]) & set(_CONTAINERS)
        return (
            f"no style writes lists inside of others; those of {name} are read as JSON text" if nested else ""
        )

    def _is_ambiguous(self, parameter: ir.Parameter, kinds: set[str], parts: list[Json]) -> bool:
        if parameter.where != "path" or not kinds & set(_CONTAINERS):
            return False
        inner = [*self._members(parts), *self._items(parts)]
        return any("string" in kinds_of(one) and not any(_is_bounded(part) for part in one) for one in inner)

    def _check_names(self, parameters: Sequence[ir.Parameter]) -> None:
        exploded = [
            p for p in parameters if p.explode and p.style in ("form", "cookie") and not p.content_type
        ]
        maps: list[str] = []
        for parameter in exploded:
            parts = self._parts(parameter.shape.schema)
            if "object" not in kinds_of(parts):
                continue
            declared = {name for part in parts for name in part.get("properties", {})}
            names = sorted(declared & {other.name for other in parameters if other is not parameter})
            if names:
                message = (
                    f"{join_names(names)} is a member of {quoted(parameter.name)}, "
                    "which is written member by "
                )
                message += "member, and a parameter too: one value is read as both"
                self._diagnostics.add("SPF383", parameter.origin, message, help="rename one of them")
            if any(part.get(word) not in (None, False) for part in parts for word in _MEMBERS):
                maps.append(parameter.name)
        if len(maps) > 1:
            message = f"{join_names(maps)} each take all names that no other parameter has"
            self._diagnostics.add(
                "SPF383", parameters[-1].origin, message, help="use `style: deepObject` for one"
            )

    def _members(self, parts: list[Json]) -> Iterator[list[Json]]:
        for part in parts:
            for word in ("properties", "patternProperties"):
                yield from (self._parts(inner) for inner in (part.get(word) or {}).values())
            yield from (self._parts(part[word]) for word in _MEMBERS if word in part)

    def _items(self, parts: list[Json]) -> Iterator[list[Json]]:
        for part in parts:
            yield from (self._parts(inner) for inner in part.get("prefixItems") or ())
            if "items" in part:
                yield self._parts(part["items"])

    def _parts(self, schema: ir.Schema) -> list[Json]:
        """A schema, and all that it refers to or composes."""
        found: list[Json] = []
        queue: list[Any] = [schema]
        seen: set[str] = set()
        while queue:
            here = queue.pop()
            if not isinstance(here, Mapping):
                continue
            found.append(here)
            reference = here.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                queue.append(self._lookup(reference))
            for word in ("allOf", "anyOf", "oneOf"):
                queue.extend(here.get(word) or ())
        return found


def kinds_of(parts: Iterable[Json]) -> set[str]:
    """The JSON types that schemas name."""
    found: set[str] = set()
    for part in parts:
        named = part.get("type", ())
        found |= {named} if isinstance(named, str) else set(named)
    return found


def _is_bounded(part: Json) -> bool:
    """Whether its texts are a closed set, or have a form that the author chose."""
    return bool(part.keys() & {"enum", "const", "pattern"}) or part.get("format") in ("uuid", "date", "byte")
