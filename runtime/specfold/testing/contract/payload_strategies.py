"""Hypothesis strategies for payloads: objects and arrays are built here, the rest by hypothesis-jsonschema.

Its objects rest on internals of Hypothesis that are gone, so it is asked for texts and numbers alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis_jsonschema import from_schema

from specfold.testing.contract.patterns import for_python

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
# About how many objects and lists a payload may nest that it could do without. Twelve schemas that each name
# the next one nine times stand for more payloads than there are atoms to write them with.
_SHARE: Final = 120
_WAYS: Final = 8  # of choosing among several choices at once that are tried
_COMPOSED: Final = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
_REFERENCE: Final = re.compile(r'"#/\$defs/((?:[^"\\]|\\.)*)"')


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
    made = _Maker(schema.get("$defs", {})).made({k: v for k, v in schema.items() if k != "$defs"}, (), _SHARE)
    if made.is_empty:
        raise InvalidArgument("nothing satisfies the schema")
    return made


class _Maker:
    """`inside`: the definitions that a value stands in; `share`: how much it may nest that is optional."""

    def __init__(self, defs: Mapping[str, Any]) -> None:
        self._defs = defs
        self._known: dict[tuple[str, frozenset[str], int], Strategy] = {}
        self._reached: dict[str, frozenset[str]] = {}

    def made(self, schema: Any, inside: tuple[str, ...], share: int) -> Strategy:
        """What a schema allows; what contains itself ends where it may be left out. Each is made once."""
        if isinstance(schema, bool):
            return _ANYTHING if schema else st.nothing()
        if "enum" in schema or "const" in schema:
            return st.sampled_from(schema.get("enum", [schema.get("const")]))
        if not schema.keys() & _COMPOSED:
            return self._composed(schema, inside, share)
        text = json.dumps(schema, sort_keys=True)
        key = (text, self._reach(text) & frozenset(inside), share)
        if key not in self._known:
            one = self._referred if "$ref" in schema else self._composed
            self._known[key] = one(schema, inside, share)
        return self._known[key]

    def _reach(self, text: str) -> frozenset[str]:
        """The definitions that a schema leads to."""
        if text not in self._reached:
            found: set[str] = set()
            texts = [text]
            while texts:
                for name in map(json.loads, (f'"{key}"' for key in _REFERENCE.findall(texts.pop()))):
                    if name not in found:
                        found.add(name)
                        texts.append(json.dumps(self._defs.get(name)))
            self._reached[text] = frozenset(found)
        return self._reached[text]

    def _referred(self, schema: Mapping[str, Any], inside: tuple[str, ...], share: int) -> Strategy:
        key = str(schema["$ref"]).removeprefix("#/$defs/")
        if key in inside:
            return st.nothing()
        return self.made(_merged(_without(schema, "$ref"), self._defs[key]), (*inside, key), share)

    def _composed(self, schema: Mapping[str, Any], inside: tuple[str, ...], share: int) -> Strategy:
        rest, choices = self._sum(schema)
        if isinstance(rest, bool):
            return self.made(rest, inside, share)
        if not choices:
            return st.one_of([self._of_type(kind, rest, inside, share) for kind in _types(rest)])
        if len(choices) == 1:
            return st.one_of([self._branch(rest, branch, inside, share) for branch in choices[0]])
        ways = []
        for way in range(min(max(map(len, choices)), _WAYS)):
            taken = rest
            for branches in choices:
                taken = _merged(taken, self._followed(branches[way % len(branches)]))
            ways.append(self.made(taken, inside, share))
        return st.one_of(ways)

    def _sum(self, schema: Mapping[str, Any]) -> tuple[Any, list[list[Any]]]:
        """A schema with all that it has `allOf`, each part once; and its choices."""
        seen: set[str] = set()
        queue: list[Any] = [schema]
        rest: Any = True
        choices: list[list[Any]] = []
        for part in queue:  # it grows
            if isinstance(part, bool):
                rest = _merged(rest, part)
                continue
            reference = part.get("$ref")
            if reference is not None and reference not in seen:
                seen.add(reference)
                queue.append(self._defs[str(reference).removeprefix("#/$defs/")])
            queue.extend(part.get("allOf", ()))
            choices += [part[word] for word in ("anyOf", "oneOf") if part.get(word)]
            own = {name: value for name, value in part.items() if name not in _COMPOSED}
            rest = _merged(rest, own) if own else rest
        return ({} if rest is True else rest), choices

    def _branch(self, rest: Mapping[str, Any], branch: Any, inside: tuple[str, ...], share: int) -> Strategy:
        if not rest.keys() & _SHAPING:
            return self.made(branch, inside, share)  # by its reference, so that what contains itself is seen
        return self.made(_merged(rest, self._followed(branch)), inside, share)

    def _followed(self, schema: Any) -> Any:
        """A branch with its own reference replaced, so that it can be merged."""
        for _ in range(20):
            if not (isinstance(schema, Mapping) and "$ref" in schema):
                break
            target = self._defs[str(schema["$ref"]).removeprefix("#/$defs/")]
            schema = _merged(_without(schema, "$ref"), target)
        return schema

    def _of_type(self, kind: str, schema: Mapping[str, Any], inside: tuple[str, ...], share: int) -> Strategy:
        if kind == "object":
            return self._object(schema, inside, share)
        if kind == "array":
            return self._array(schema, inside, share)
        format = str(schema.get("format"))
        if kind == "string" and format in _FORMATS and "pattern" not in schema:
            return _FORMATS[format]
        own = {word: schema[word] for word in _OF_SCALARS if word in schema}
        if "pattern" in own:
            own["pattern"] = for_python(own["pattern"])
            if own["pattern"] is None:
                return st.nothing()
        return from_schema({**own, "type": kind}, allow_x00=False)

    def _object(self, schema: Mapping[str, Any], inside: tuple[str, ...], share: int) -> Strategy:
        known, required = schema.get("properties", {}), schema.get("required", ())
        optional = {name: part for name, part in known.items() if name not in required}
        nesting = [name for name, part in optional.items() if _nests(part)]
        below = (share - 1) // max(len(nesting), 1)
        if below < 1:
            optional = {name: part for name, part in optional.items() if name not in nesting}
        below = max(below, 1)
        must = {name: self.made(known.get(name, True), inside, below) for name in required}
        may = {name: self.made(part, inside, below) for name, part in optional.items()}
        may = {name: made for name, made in may.items() if not made.is_empty}
        own = st.fixed_dictionaries(must, optional=may)
        more, least = schema.get("additionalProperties"), schema.get("minProperties", 0)
        if not isinstance(more, Mapping):
            more = True if least > len(must) + len(may) else None
        if more is None or (share < 2 and least <= len(must) and _nests(more)):
            return own
        names = st.text("abcdefgh", min_size=1, max_size=6).filter(lambda name: name not in known)
        size = min(_MOST + least, schema.get("maxProperties", _MOST + least))
        others = self.made(more, inside, max(below // _MOST, 1))
        more_of_them = st.dictionaries(names, others, min_size=min(least, size), max_size=size)
        return st.builds(lambda mine, rest: {**rest, **mine}, own, more_of_them)

    def _array(self, schema: Mapping[str, Any], inside: tuple[str, ...], share: int) -> Strategy:
        below = max((share - 1) // _MOST, 1)
        first = [self.made(part, inside, below) for part in schema.get("prefixItems", ())]
        least = max(schema.get("minItems", 0) - len(first), 0)
        most = max(min(schema.get("maxItems", least + _MOST), least + _MOST) - len(first), 0)
        wanted = schema.get("items", True)
        if share < 2 and _nests(wanted):
            most = least
        items = self.made(wanted, inside, below) if most else st.nothing()
        if items.is_empty or (first and wanted is True):
            most = 0 if least == 0 else most
        unique = repr if schema.get("uniqueItems") else None
        rest = st.lists(items, min_size=least, max_size=most, unique_by=unique) if most else st.builds(list)
        return st.builds(lambda head, tail: [*head, *tail], st.tuples(*first), rest) if first else rest


def _nests(schema: Any) -> bool:
    """Whether a value of it may hold further ones."""
    if not isinstance(schema, Mapping) or "enum" in schema or "const" in schema:
        return False
    return bool(schema.keys() & _COMPOSED) or bool({"object", "array"} & set(_types(schema)))


def _without(schema: Mapping[str, Any], word: str) -> dict[str, Any]:
    return {name: part for name, part in schema.items() if name != word}


def _merged(one: Any, other: Any) -> Any:
    """What both allow, as far as that can be said in one schema."""
    if isinstance(one, bool) or isinstance(other, bool):
        return other if one is True else one if other is True else False
    merged = {**one, **other}
    for word in ("allOf", "anyOf", "oneOf"):
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
