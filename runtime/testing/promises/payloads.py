"""Hypothesis strategies for payloads: objects and arrays are built here, the rest by hypothesis-jsonschema.

Its objects rest on internals of Hypothesis that are gone, so it is asked for texts and numbers alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis_jsonschema import from_schema

from runtime.testing.promises.patterns import for_python

Strategy = st.SearchStrategy[Any]

_TIMES: Final = st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
_SCALARS: Final = ("null", "boolean", "integer", "number", "string")
_ANYTHING: Final = st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=4)
_OF_SCALARS: Final = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "pattern", "format",
)  # fmt: skip
_SHAPING: Final = frozenset({"type", "properties", "required", "items", "additionalProperties", "format"})
_MOST: Final = 3  # items or members beyond those that are asked for


def stamp(time: datetime) -> str:
    """RFC 3339."""
    return time.isoformat().replace("+00:00", "Z")


# What all judges and typed classes read alike; a leap second or the year 10,000 is nobody's promise.
_FORMATS: Final[Mapping[str, Strategy]] = {
    "uuid": st.uuids().map(str),
    "date-time": _TIMES.map(stamp),
    "time": _TIMES.map(lambda time: stamp(time)[11:]),
    "email": st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True),
    "idn-email": st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True),
    "duration": st.integers(1, 59).map("PT{}M".format),
    "uri": st.from_regex(r"https://[a-z]{1,8}\.example/[a-z]{0,8}", fullmatch=True),
    "uri-reference": st.from_regex(r"/[a-z]{1,8}", fullmatch=True),
    "byte": st.sampled_from(["", "YWJj", "YWJjZA=="]),
    "binary": st.sampled_from(["", "YWJj", "AP8="]),  # in base64, as JSON holds bytes
}


def payloads(schema: Mapping[str, Any]) -> Strategy:
    """Payloads of a self-contained schema. Some may break rules that are not built in: filter them.

    Raises:
        InvalidArgument: nothing can satisfy it.
    """
    made = _Maker(schema.get("$defs", {})).made({k: v for k, v in schema.items() if k != "$defs"}, ())
    if made.is_empty:
        raise InvalidArgument("nothing satisfies the schema")
    return made


class _Maker:
    def __init__(self, defs: Mapping[str, Any]) -> None:
        self._defs = defs

    def made(self, schema: Any, inside: tuple[str, ...]) -> Strategy:
        """What a schema allows; what contains itself ends where it may be left out."""
        if isinstance(schema, bool):
            return _ANYTHING if schema else st.nothing()
        if "enum" in schema or "const" in schema:
            return st.sampled_from(schema.get("enum", [schema.get("const")]))
        if "$ref" in schema:
            return self._referred(schema, inside)
        return self._composed(schema, inside)

    def _referred(self, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Strategy:
        key = str(schema["$ref"]).removeprefix("#/$defs/")
        if key in inside:
            return st.nothing()
        return self.made(_merged(_without(schema, "$ref"), self._defs[key]), (*inside, key))

    def _composed(self, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Strategy:
        for word in ("allOf", "anyOf", "oneOf"):
            if schema.get(word):
                rest, branches = _without(schema, word), schema[word]
                if word == "allOf":
                    for branch in branches:
                        rest = _merged(rest, self._followed(branch))
                    return self.made(rest, inside)
                return st.one_of([self._branch(rest, branch, inside) for branch in branches])
        return st.one_of([self._of_type(kind, schema, inside) for kind in _types(schema)])

    def _branch(self, rest: Mapping[str, Any], branch: Any, inside: tuple[str, ...]) -> Strategy:
        if not rest.keys() & _SHAPING:
            return self.made(branch, inside)  # by its reference, so that what contains itself is seen
        return self.made(_merged(rest, self._followed(branch)), inside)

    def _followed(self, schema: Any) -> Any:
        """A branch with its own reference replaced, so that it can be merged."""
        for _ in range(20):
            if not (isinstance(schema, Mapping) and "$ref" in schema):
                break
            target = self._defs[str(schema["$ref"]).removeprefix("#/$defs/")]
            schema = _merged(_without(schema, "$ref"), target)
        return schema

    def _of_type(self, kind: str, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Strategy:
        if kind == "object":
            return self._object(schema, inside)
        if kind == "array":
            return self._array(schema, inside)
        format = str(schema.get("format"))
        if kind == "string" and format in _FORMATS and "pattern" not in schema:
            return _FORMATS[format]
        own = {word: schema[word] for word in _OF_SCALARS if word in schema}
        if "pattern" in own:
            own["pattern"] = for_python(own["pattern"])
            if own["pattern"] is None:
                return st.nothing()
        return from_schema({**own, "type": kind}, allow_x00=False)

    def _object(self, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Strategy:
        known, required = schema.get("properties", {}), schema.get("required", ())
        must = {name: self.made(known.get(name, True), inside) for name in required}
        may = {name: self.made(part, inside) for name, part in known.items() if name not in must}
        may = {name: made for name, made in may.items() if not made.is_empty}
        own = st.fixed_dictionaries(must, optional=may)
        more, least = schema.get("additionalProperties"), schema.get("minProperties", 0)
        if not isinstance(more, Mapping):
            more = True if least > len(must) + len(may) else None
        if more is None:
            return own
        names = st.text("abcdefgh", min_size=1, max_size=6).filter(lambda name: name not in known)
        size = min(_MOST + least, schema.get("maxProperties", _MOST + least))
        others = st.dictionaries(names, self.made(more, inside), min_size=min(least, size), max_size=size)
        return st.builds(lambda mine, rest: {**rest, **mine}, own, others)

    def _array(self, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Strategy:
        first = [self.made(part, inside) for part in schema.get("prefixItems", ())]
        least = max(schema.get("minItems", 0) - len(first), 0)
        most = max(min(schema.get("maxItems", least + _MOST), least + _MOST) - len(first), 0)
        items = self.made(schema.get("items", True), inside)
        if items.is_empty or (first and schema.get("items", True) is True):
            most = 0 if least == 0 else most
        unique = repr if schema.get("uniqueItems") else None
        rest = st.lists(items, min_size=least, max_size=most, unique_by=unique) if most else st.builds(list)
        return st.builds(lambda head, tail: [*head, *tail], st.tuples(*first), rest) if first else rest


def _without(schema: Mapping[str, Any], word: str) -> dict[str, Any]:
    return {name: part for name, part in schema.items() if name != word}


def _merged(one: Any, other: Any) -> Any:
    """What both allow, as far as that can be said in one schema."""
    if isinstance(one, bool) or isinstance(other, bool):
        return other if one is True else one if other is True else False
    merged = {**one, **other}
    for word in ("allOf", "anyOf"):
        if word in one and word in other:
            merged["allOf"] = [*merged.get("allOf", ()), {word: one[word]}]
    if "properties" in one and "properties" in other:
        both = one["properties"].keys() & other["properties"].keys()
        shared = {name: _merged(one["properties"][name], other["properties"][name]) for name in both}
        merged["properties"] = {**one["properties"], **other["properties"], **shared}
    if "required" in one and "required" in other:
        merged["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    return merged


def _types(schema: Mapping[str, Any]) -> list[str]:
    """The types that a schema names, or else shows by its keywords."""
    named = schema.get("type")
    if named:
        return [named] if isinstance(named, str) else list(named)
    if schema.keys() & {"properties", "required", "additionalProperties", "minProperties", "maxProperties"}:
        return ["object"]
    if schema.keys() & {"items", "prefixItems", "minItems", "maxItems"}:
        return ["array"]
    if schema.keys() & {"pattern", "minLength", "maxLength", "format"}:
        return ["string"]
    return ["number"] if schema.keys() & {"minimum", "maximum", "multipleOf"} else list(_SCALARS)
