"""One promise of a schema at a time, and payloads that break just that one.

What a spec says of its members is printed in the generated tests, so that a schema or a class that says less
is found out. `jsonschema` judges the published schema; typed classes need not check what they cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from specfold.model.shared.json_pointer import pointer as pointer_of
from specfold.model.shared.json_pointer import tokens
from specfold.testing.contract.patterns import searches
from specfold.testing.contract.sample_payloads import Unmakeable, sample
from specfold.testing.contract.schema_validator import Judge, at, plain

Facts = Mapping[str, Any]  # by keyword of JSON Schema; `required` is that of the member itself
Members = Mapping[str, Facts]  # by JSON pointer; "0" stands for any item

_LONGEST: Final = 20_000  # characters or items of a payload that is too long
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_WORDS: Final[Mapping[str, str]] = {
    "type": "of another type than {0}",
    "enum": "that is none of {0}",
    "const": "other than {0}",
    "minimum": "below {0}",
    "maximum": "above {0}",
    "exclusiveMinimum": "not above {0}",
    "exclusiveMaximum": "not below {0}",
    "multipleOf": "that is no multiple of {0}",
    "minLength": "shorter than {0}",
    "maxLength": "longer than {0}",
    "pattern": "that does not match {0}",
    "format": "that is no {0}",
    "minItems": "with fewer items than {0}",
    "maxItems": "with more items than {0}",
    "uniqueItems": "with an item twice",
    "minProperties": "with fewer members than {0}",
    "maxProperties": "with more members than {0}",
}
_LIMITED: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}
_BAD_FORMATS: Final = ("nothing of the kind", "\\", "..", "2026-02-30T25:61:61Z")
_TYPED_FORMATS: Final = frozenset({"uuid", "date-time", "date"})
_TEXT_FORMATS: Final = frozenset({"", "email", "uri", "password"})
_PLAIN: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "type"})


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise about one member, to be broken: `str` says what the payload would then be."""

    pointer: str
    keyword: str
    limit: Any
    facts: Facts

    def __str__(self) -> str:
        member = self.pointer[1:].replace("/0/", "[].").replace("/", ".") or "payload"
        if self.keyword == "required":
            return f"a payload without `{member}`"
        limit = self.limit
        if isinstance(limit, tuple | list):
            limit = ", ".join(map(str, limit[:6]))
        return f"a `{member}` {_WORDS[self.keyword].format(limit)}"

    @property
    def typed(self) -> bool:
        """Whether a class refuses it too; the rest is the schema's alone."""
        types = [name for name in _listed(self.facts.get("type", ())) if name != "null"]
        if "default" in self.facts or (self.keyword == "pattern" and "wider" in self.facts):
            return False
        if self.keyword == "required" or len(types) != 1:
            return self.keyword == "required"
        return self._typed_as(types[0])

    def _typed_as(self, kind: str) -> bool:
        chosen = bool(self.facts.keys() & {"enum", "const"})
        format = self.facts.get("format", "")
        match self.keyword:
            case "enum" | "const":
                return kind in ("string", "integer")
            case "format":
                return format in _TYPED_FORMATS and not chosen
            case "minItems" | "maxItems":
                return kind == "array"
            case "minLength" | "maxLength" | "pattern":
                return kind == "string" and format in _TEXT_FORMATS and not chosen
            case word:
                return word in _PLAIN and not chosen

    def of(self, payload: Any, judge: Judge) -> Any | None:
        """The payload with this promise broken, and no other if that can be; None if it cannot be."""
        ready = _with_member(plain(payload), self.pointer, judge)
        if ready is None:
            return None
        worst = None
        for value in self._values(self._limited(at(ready, self.pointer), judge)):
            changed = _changed(ready, self.pointer, value)
            faults = judge.keywords(changed)
            if len(faults) == 1:
                return changed
            worst = changed if worst is None else worst
        return worst

    def _limited(self, value: Any, judge: Judge) -> Any:
        """The member; where it is of a type that the keyword does not limit, as null is, one that is not."""
        kind = next((kind for kind, words in _LIMITED.items() if self.keyword in words), None)
        if kind is None or isinstance(value, _TYPES[kind]):
            return value
        try:
            made = sample({**schema_at(judge.schema, tokens(self.pointer)), "type": kind})
        except (Unmakeable, LookupError, TypeError, ValueError):
            made = None
        return made if isinstance(made, _TYPES[kind]) else _TYPES[kind][0]()

    def _values(self, value: Any) -> Iterator[Any]:
        limit = self.limit
        match self.keyword:
            case "required":
                yield _ABSENT
            case "type":
                yield from _of_other_types(_listed(limit))
            case "enum" | "const":
                known = limit if self.keyword == "enum" else (limit,)
                yield from _none_of(known)
            case "pattern" | "format":
                yield from _odd_texts(value, self.facts)
            case "minLength":
                yield value[: limit - 1]
            case "maxLength":
                yield (value or "a") + (value or "a")[-1] * (limit + 1 - len(value or "a"))
                yield "a" * (limit + 1)
            case "minItems" | "maxItems" | "uniqueItems":
                yield from _lists(value, self.keyword, limit)
            case "minProperties":
                yield dict(list(value.items())[: limit - 1])
            case "maxProperties":
                yield value | {f"more{n}": 0 for n in range(limit + 1)}
            case word:
                yield from _numbers(word, limit, integer="integer" in _listed(self.facts.get("type", ())))


class _Absent:
    """Stands for a member that is left out."""


_ABSENT: Final = _Absent()


def broken(members: Members) -> list[Broken]:
    """Every promise that the members make, to be broken one by one."""
    return [
        Broken(pointer, keyword, limit, facts)
        for pointer, facts in members.items()
        for keyword, limit in facts.items()
        if (keyword in _WORDS or keyword == "required") and _breakable(keyword, limit)
    ]


def _breakable(keyword: str, limit: Any) -> bool:
    if keyword in ("minLength", "minItems", "minProperties"):
        return bool(limit > 0)
    if keyword in ("maxLength", "maxItems", "maxProperties"):
        return bool(limit < _LONGEST)
    return limit is not False


def _listed(value: Any) -> Sequence[Any]:
    return (value,) if isinstance(value, str) else tuple(value)


def _of_other_types(types: Sequence[str]) -> Iterator[Any]:
    allowed = tuple(kind for name in types for kind in _TYPES[name])
    for value in (17, "a text", True, {"an": "object"}, ["a list"], None):
        number = isinstance(value, int) and not isinstance(value, bool)
        if not (isinstance(value, allowed) and (not isinstance(value, bool) or "boolean" in types)) or (
            number and not {"integer", "number"} & set(types)
        ):
            yield value


def _none_of(known: Iterable[Any]) -> Iterator[Any]:
    values = list(known)
    first = values[0] if values else None
    guesses = [f"no-{first}", 8_191, -8_191, "nothing of the kind", 0.5, True, False, None]
    same = [guess for guess in guesses if type(guess) is type(first)]
    yield from (guess for guess in (*same, *guesses) if guess not in values)


def _odd_texts(value: Any, facts: Facts) -> Iterator[str]:
    text = value if isinstance(value, str) else ""
    guesses = (f"{text} ~", f"~{text[1:]}", "~", "", *_BAD_FORMATS, "\N{SNOWMAN}" * max(len(text), 1))
    pattern = facts.get("pattern")
    for guess in guesses:
        if pattern is None or not searches(pattern, guess) or "format" in facts:
            yield guess


def _lists(value: Any, keyword: str, limit: Any) -> Iterator[Any]:
    items = list(value)
    if keyword == "minItems":
        yield items[: limit - 1]
    elif items:
        yield (
            [*items, items[-1]] if keyword == "uniqueItems" else items + items[-1:] * (limit + 1 - len(items))
        )
    else:
        yield [0] * (2 if keyword == "uniqueItems" else limit + 1)


def _numbers(keyword: str, limit: Any, *, integer: bool) -> Iterator[Any]:
    step = 1 if integer else 0.5
    match keyword:
        case "minimum":  # next to a large limit no number is half a step away
            yield from (n for n in (limit - step, limit - 1, limit - abs(limit)) if float(n) < float(limit))
        case "maximum":
            yield from (n for n in (limit + step, limit + 1, limit + abs(limit)) if float(n) > float(limit))
        case "multipleOf":
            yield limit * 3 + (1 if integer else limit / 2)
            yield limit / 2
        case _:
            yield limit


def _with_member(payload: Any, pointer: str, judge: Judge) -> Any | None:
    """The payload with something at a pointer; what is missing on the way is made from the schema."""
    steps = tokens(pointer)
    for depth in range(1, len(steps) + 1):
        here = pointer_of(steps[:depth])
        try:
            at(payload, here)
        except LookupError:
            try:
                payload = _changed(payload, here, sample(schema_at(judge.schema, steps[:depth])))
            except (Unmakeable, LookupError, TypeError, ValueError):  # a list where members are promised
                return None
    return payload


def schema_at(schema: Mapping[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    """The self-contained schema of what stands below another, by steps of a JSON pointer.

    Raises:
        LookupError: it does not say.
    """
    defs = schema.get("$defs", {})
    found: Any = schema
    for step in steps:
        found = _followed(found, defs)
        found = found["items"] if step == "0" and "items" in found else found["properties"][step]
    found = _followed(found, defs)
    return {"$defs": defs, **found} if isinstance(found, Mapping) else {"$defs": defs}


def _followed(schema: Any, defs: Mapping[str, Any]) -> Any:
    for _ in range(20):
        if not (isinstance(schema, Mapping) and "$ref" in schema):
            break
        schema = defs[schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _changed(payload: Any, pointer: str, value: Any) -> Any:
    """A copy of the payload with another value at a pointer, or with none."""
    steps = tokens(pointer)
    if not steps:
        return value
    copy = plain(payload)
    holder = at(copy, pointer.rpartition("/")[0])
    last: Any = int(steps[-1]) if isinstance(holder, list) else steps[-1]
    if isinstance(value, _Absent):
        del holder[last]
    elif isinstance(holder, list) and last >= len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return copy
