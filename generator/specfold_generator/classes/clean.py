"""JSON Schemas as specs write them -> schemas that later stages can rely on.

`Cleaner` keeps what a class can say, in one spelling, and drops the rest: unknown and hostile keywords,
values of the wrong kind, numbers and patterns that the validator of the classes cannot hold. What it drops is
reported; the published JSON Schema still judges it at the edges of the service.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeGuard

from specfold.model.shared.json_pointer import escaped

from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.json_schema.regex import usable_pattern

Json = dict[str, Any]
Report = Callable[[str, str, str], None]  # pointer, keyword, reason

DEEPEST = 64  # schemas inside schemas, without a reference between
LONGEST_ENUM = 1_000
LONGEST_UNION = 200
LARGEST_COUNT = 2**31 - 1
LARGEST_LITERAL = 2**63  # mypy refuses larger ones in `Literal`
LARGEST_INTEGER = 2**64  # bounds of signed and unsigned 64-bit integers are in daily use

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
# Formats that a Python type keeps without damage. The others stay text: a URL type adds slashes, an e-mail
# type folds case, a password prints as stars, no type of the standard library holds "P1Y", and Decimal takes
# numbers as well as text.
FORMATS = frozenset({"date", "date-time", "ipv4", "ipv6", "time", "uuid"})

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_COMPOSED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
_LIMITS = {
    (*_BOUNDS, "multipleOf"): {"integer", "number"},
    ("minLength", "maxLength", "pattern"): {"string"},
    ("minItems", "maxItems", "items", "prefixItems"): {"array"},
    ("minProperties", "maxProperties", "properties", "required", "additionalProperties"): {"object"},
}
_FLAGS = ("deprecated", "readOnly", "writeOnly")
_UNSAID = (
    "not",
    "if",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "unevaluatedProperties",
)


class Cleaner:
    """Cleans schemas one by one; `report` hears of everything that classes will not check."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def clean(self, schema: object, pointer: str, depth: int = 0, *, typed: bool = False) -> Json:
        """A schema of known keywords with values of the right kind. `true`, and what is no schema, is {}.

        `typed`: it is part of one that says of what type the value is.
        """
        if not isinstance(schema, Mapping) or depth > DEEPEST:
            if isinstance(schema, Mapping):
                self._report(pointer, "$ref", f"is nested deeper than {DEEPEST} schemas")
            return {}
        out = _notes(schema)
        self._types(schema, out, None if typed else pointer)
        self._numbers(schema, out, pointer)
        self._strings(schema, out, pointer)
        self._values(schema, out, pointer)
        self._members(schema, out, pointer, depth + 1)
        self._items(schema, out, pointer, depth + 1)
        self._branches(schema, out, pointer, depth + 1)
        for keyword in _UNSAID:
            if keyword in schema:
                self._report(pointer, keyword, "is judged by the JSON Schema, not by the class")
        return _applicable(out)

    def _types(self, schema: Mapping[str, Any], out: Json, pointer: str | None) -> None:
        named = schema.get("type")
        types = [t for t in TYPES if t == named or (isinstance(named, list) and t in named)]
        if schema.get("nullable") is True and types and "null" not in types:
            types.append("null")
        # Whoever names members means an object, and nearly nobody writes `type` there. All else that is said
        # of objects, lists and texts limits those alone: the class takes anything, and the schema judges.
        members = schema.get("properties") or isinstance(schema.get("additionalProperties"), Mapping)
        if members and "type" not in schema and not (_COMPOSED | {"enum", "const"}) & schema.keys():
            types = ["object"]
            if pointer is not None:
                self._report(pointer, "type", "is not said: it is read as an object, as members are")
        if types:
            out["type"] = types[0] if len(types) == 1 else types

    def _numbers(self, schema: Mapping[str, Any], out: Json, pointer: str) -> None:
        bounds = {key: schema[key] for key in _BOUNDS if key in schema}
        for keyword, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if bounds.get(keyword) is True and bound in bounds:  # draft 4
                bounds[keyword] = bounds.pop(bound)
        for keyword, value in bounds.items():
            if number(value):
                out[keyword] = value
            elif not isinstance(value, bool):
                self._report(pointer, keyword, "is no number that a class can hold")
        step = schema.get("multipleOf")
        if number(step) and step > 0:
            out["multipleOf"] = step
        for keyword in _COUNTS:
            value = schema.get(keyword)
            if number(value) and 0 <= value <= LARGEST_COUNT and value == int(value):
                out[keyword] = int(value)
            elif value is not None:
                self._report(pointer, keyword, "is no count that a class can hold")

    def _strings(self, schema: Mapping[str, Any], out: Json, pointer: str) -> None:
        if schema.get("format") in FORMATS and out.get("type") in ("string", ["null", "string"]):
            out["format"] = schema["format"]
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            if usable_pattern(pattern):
                out["pattern"] = pattern
            else:
                self._report(pointer, "pattern", "is no pattern that its engine reads as JSON Schema does")

    def _values(self, schema: Mapping[str, Any], out: Json, pointer: str) -> None:
        if "const" in schema:
            values: list[Any] | None = [schema["const"]]
        else:
            values = schema.get("enum") if isinstance(schema.get("enum"), list) else None
        if not values:
            return
        kept = plain_values(values)
        if kept is None or len(kept) > LONGEST_ENUM:
            self._report(pointer, "enum", "holds values, or more values, than a Python enum can name")
            return
        if len(kept) == 1 and isinstance(kept[0], int) and abs(kept[0]) >= LARGEST_LITERAL:
            out["minimum"] = out["maximum"] = kept[0]
            return
        out["enum"] = kept

    def _members(self, schema: Mapping[str, Any], out: Json, pointer: str, depth: int) -> None:
        properties = schema.get("properties")
        members = properties.items() if isinstance(properties, Mapping) else ()
        cleaned = {
            name: self.clean(member, f"{pointer}/properties/{escaped(name)}", depth)
            for name, member in members
            if isinstance(name, str) and member is not False and writable(name)
        }
        if cleaned:
            out["properties"] = cleaned
        required = schema.get("required")
        if isinstance(required, list):
            out["required"] = [name for name in required if isinstance(name, str) and writable(name)]
        extra = schema.get("additionalProperties")
        patterns = schema.get("patternProperties")
        if isinstance(patterns, Mapping) and patterns:
            self._report(pointer, "patternProperties", "is judged by the JSON Schema, not by the class")
            only = next(iter(patterns.values())) if len(patterns) == 1 and extra is False else True
            extra = True if cleaned or only is False else only
        if extra is None and out.get("type") == "object" and not (cleaned or _COMPOSED & schema.keys()):
            extra = True  # an object of which nothing is said: whatever it holds is kept
        if extra is None and cleaned and _speaks_of_others(schema):
            extra = True
        if isinstance(extra, bool):
            out["additionalProperties"] = extra
        elif isinstance(extra, Mapping):
            out["additionalProperties"] = self.clean(extra, f"{pointer}/additionalProperties", depth)

    def _items(self, schema: Mapping[str, Any], out: Json, pointer: str, depth: int) -> None:
        items, first = schema.get("items"), schema.get("prefixItems")
        if isinstance(items, list):  # draft 7
            items, first = schema.get("additionalItems"), items
        if isinstance(first, list) and first:
            out["prefixItems"] = [
                self.clean(s, f"{pointer}/prefixItems/{i}", depth) for i, s in enumerate(first)
            ]
        if items is False:
            out["items"] = False
        elif isinstance(items, Mapping):
            out["items"] = self.clean(items, f"{pointer}/items", depth)

    def _branches(self, schema: Mapping[str, Any], out: Json, pointer: str, depth: int) -> None:
        for keyword in ("allOf", "anyOf", "oneOf"):
            branches = schema.get(keyword)
            if isinstance(branches, list) and len(branches) > LONGEST_UNION:
                self._report(pointer, keyword, f"has more than {LONGEST_UNION} alternatives")
            elif isinstance(branches, list):
                cleaned = [
                    self.clean(branch, f"{pointer}/{keyword}/{i}", depth, typed="type" in out)
                    for i, branch in enumerate(branches)
                    if branch is not False and (keyword != "allOf" or branch not in (True, {}))
                ]
                cleaned = [part for part in cleaned if part] if keyword == "allOf" else cleaned
                if cleaned and not _documented(cleaned, out):
                    out[keyword] = cleaned
        found = schema.get("discriminator")
        name = found.get("propertyName") if isinstance(found, Mapping) else found
        if isinstance(name, str) and ("anyOf" in out or "oneOf" in out):
            out["discriminator"] = {"propertyName": name}
            if isinstance(found, Mapping) and isinstance(found.get("mapping"), Mapping):
                out["discriminator"]["mapping"] = found["mapping"]


def _speaks_of_others(schema: Mapping[str, Any]) -> bool:
    """Whether members that have no name in `properties` are described all the same, and so must be kept."""
    allof, dependent = schema.get("allOf"), schema.get("dependentSchemas")
    parts = [part for part in allof if isinstance(part, Mapping)] if isinstance(allof, list) else []
    conditions = [schema.get("then"), schema.get("else")]
    conditions += dependent.values() if isinstance(dependent, Mapping) else ()
    held = [part.get("properties") for part in conditions if isinstance(part, Mapping)]
    named = {name for members in held if isinstance(members, Mapping) for name in members}
    return (
        not named <= schema["properties"].keys()
        or isinstance(schema.get("unevaluatedProperties"), Mapping)
        or any("patternProperties" in part or part.get("additionalProperties") for part in parts)
    )


def _notes(schema: Mapping[str, Any]) -> Json:
    out: Json = {key: schema[key] for key in ("title", "description") if isinstance(schema.get(key), str)}
    out.update({flag: True for flag in _FLAGS if schema.get(flag) is True})
    if schema.get("x-personal-data"):
        out["x-personal-data"] = True
    if "default" in schema and writable(schema["default"]):
        out["default"] = schema["default"]
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith(REFERENCE):
        out["$ref"] = reference
    return out


def _applicable(out: Json) -> Json:
    """Without what is said of types that the schema does not have: members beside `type: string` are none."""
    said = out.get("type", TYPES)
    types = {said} if isinstance(said, str) else {*said}
    idle = {keyword for keywords, limited in _LIMITS.items() if not limited & types for keyword in keywords}
    return {keyword: value for keyword, value in out.items() if keyword not in idle}


def _documented(branches: list[Json], out: Json) -> bool:
    """`oneOf: [{const: 1, title: ...}, ...]` is an enum whose values have words; it is taken as one."""
    plain = {"enum", "title", "description", "deprecated", "type"}
    if "enum" in out or not all(len(b.get("enum", ())) == 1 and b.keys() <= plain for b in branches):
        return False
    values = plain_values(branch["enum"][0] for branch in branches)
    if values is not None:
        out["enum"] = values
    return values is not None


def number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a finite number; integers must be near what 64 bits hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST_INTEGER if isinstance(value, int) else math.isfinite(value)


def writable(value: object) -> bool:
    """Whether a JSON value can stand in Python text: no lone surrogate, no NaN, no endless digits."""
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return all(writable(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and all(writable(part) for part in value)


def plain_values(values: Iterable[Any]) -> list[Any] | None:
    """The distinct values of an enum, or None if Python cannot tell them apart or name them."""
    kept: dict[tuple[type, Any], Any] = {}
    for value in values:
        if not (value is None or isinstance(value, str | bool | int | float)) or not writable(value):
            return None
        plain = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(plain, float):
            return None
        kept[type(plain), plain] = plain
    kinds = {kind for kind, _ in kept}
    return None if {bool, int} <= kinds else list(kept.values())
