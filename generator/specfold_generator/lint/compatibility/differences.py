"""Two JSON Schemas of one event version: where the newer one says something else than the older.

Words (titles, descriptions, examples, extensions) may change. A member may come that nobody must give, where
the schema is open. Everything else is another schema: it wants another version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specfold_generator.json_schema.keywords import REFERENCE

WORDS = frozenset({"$comment", "$defs", "$id", "$schema", "deprecated", "description", "example", "examples"})
WORDS |= {"title"}
ONE = frozenset({"additionalProperties", "contains", "contentSchema", "else", "if", "items", "not"})
ONE |= {"propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"}
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
MAPS = frozenset({"$defs", "dependentSchemas", "patternProperties"})
CLOSERS = ("additionalProperties", "unevaluatedProperties")
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the member (a JSON pointer), the definition it stands in, and what is different."""

    pointer: str
    definition: str  # a key of `$defs`; empty: the schema itself
    what: str


def changes(old: Any, new: Any, new_definitions: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs, each once. `old` holds its own `$defs`; those of `new` are given."""
    comparison = _Comparison(old.get("$defs", NOTHING) if isinstance(old, dict) else NOTHING, new_definitions)
    return tuple(dict.fromkeys(comparison.compare(old, new, "", "")))


class _Comparison:
    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self._old = old
        self._new = new
        self._seen: set[tuple[str, str]] = set()  # pairs of definitions: schemas may be recursive

    def compare(self, old: Any, new: Any, at: str, home: str) -> Iterator[Change]:
        before, after = _reference(old), _reference(new)
        if before or after:
            pair = (before or str(id(old)), after or str(id(new)))
            if pair in self._seen:
                return
            self._seen.add(pair)
            old, new = self._old.get(before, old), self._new.get(after, new)
            home = after or home
            if _reference(old) or _reference(new):
                yield from self.compare(old, new, at, home)
                return
        old, new = _opened(old), _opened(new)
        if old is None or new is None:
            if old != new:
                yield Change(at, home, "it was a schema that allows nothing, or is one now")
            return
        yield from self._members(old, new, at, home)
        for keyword in sorted((old.keys() | new.keys()) - WORDS - {"properties", "required"}):
            if not keyword.startswith("x-"):
                yield from self._keyword(keyword, old, new, at, home)

    def _members(self, old: Any, new: Any, at: str, home: str) -> Iterator[Change]:
        had, has = old.get("properties", NOTHING), new.get("properties", NOTHING)
        must, must_now = set(old.get("required", ())), set(new.get("required", ()))
        closed = any(old.get(word, True) is not True for word in CLOSERS)
        for name in sorted(must_now - must):
            yield Change(f"{at}/{name}", home, "it is required now: events without it are stored already")
        for name in sorted(must - must_now):
            yield Change(f"{at}/{name}", home, "it is not required any more: readers count on it")
        for name in sorted(had.keys() - has.keys()):
            yield Change(f"{at}/{name}", home, "it is gone: stored events hold it")
        if closed:
            for name in sorted(has.keys() - had.keys()):
                yield Change(f"{at}/{name}", home, "it is new: the released schema allows no further member")
        for name in sorted(had.keys() & has.keys()):
            yield from self.compare(had[name], has[name], f"{at}/{name}", home)

    def _keyword(self, keyword: str, old: Any, new: Any, at: str, home: str) -> Iterator[Change]:
        before, after = old.get(keyword), new.get(keyword)
        if keyword in ONE and before is not None and after is not None:
            yield from self.compare(before, after, f"{at}/*" if keyword == "items" else at, home)
        elif keyword in LISTS and _same_length(before, after):
            for one, other in zip(before, after, strict=True):
                yield from self.compare(one, other, at, home)
        elif keyword in MAPS and isinstance(before, dict) and before.keys() == getattr(after, "keys", set)():
            for name in before:
                yield from self.compare(before[name], after[name], at, home)
        elif json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True):
            yield Change(at, home, f"`{keyword}` was {_told(before)} and is {_told(after)}")


def _reference(schema: Any) -> str:
    """The definition that a schema is nothing but a reference to; empty: none."""
    if not isinstance(schema, dict) or not str(schema.get("$ref", "")).startswith(REFERENCE):
        return ""
    alone = not (schema.keys() - WORDS - {"$ref"} - {key for key in schema if key.startswith("x-")})
    return str(schema["$ref"]).removeprefix(REFERENCE) if alone else ""


def _opened(schema: Any) -> Mapping[str, Any] | None:
    """`true` is the schema that says nothing; `false` is None."""
    return schema if isinstance(schema, Mapping) else NOTHING if schema is True else None


def _same_length(one: Any, other: Any) -> bool:
    return isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other)


def _told(value: Any) -> str:
    if value is None:
        return "not there"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else text[:59] + "…"
