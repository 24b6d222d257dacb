"""What a value is: the one answer that topology, rules and views share.

A schema is read as far as it says which values there are: `type`, `const`, `enum`, `format` and bounds,
through `$ref`, `allOf` (all of them hold), `anyOf` and `oneOf` (one of them holds). The rest of a schema can
only take values away, so what is found is never too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Literal

from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.json_schema.regex import longest_match
from specfold_generator.model import ir

DEEPEST = 20  # references and branches that are followed
NUMBERS = frozenset(("integer", "fraction"))  # JSON Schema's `number` is both
TYPES = frozenset(("array", "boolean", "null", "object", "string")) | NUMBERS

KeyKind = Literal["text", "number", "date-time", "time"]
_SORTABLE: Mapping[str, KeyKind] = {"date-time": "date-time", "time": "time"}
_TYPES_OF = {bool: "boolean", dict: "object", float: "fraction", int: "integer", list: "array", str: "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The values that a schema allows. A bound that is None is not known."""

    types: frozenset[str] = TYPES
    format: str = ""  # of text; "" where there is none, or not one alone
    low: float | None = None
    high: float | None = None
    longest: int | None = None  # characters of text
    values: tuple[Any, ...] | None = None  # every value there is, where the schema lists them

    @property
    def json_types(self) -> frozenset[str]:
        """The types as JSON Schema names them; none where the schema says nothing."""
        if self.types == TYPES:
            return frozenset()
        named = {"number" if name == "fraction" else name for name in self.types}
        return frozenset(named - {"integer"} if "number" in named else named)

    @property
    def key(self) -> KeyKind | None:
        """What a key of such values is; None where they are of no single kind that a key can be of."""
        types = self.types - {"null"}
        if types and types <= NUMBERS:
            return "number"
        return _SORTABLE.get(self.format, "text") if types == {"string"} else None


ANY = Kind()
NONE = Kind(types=frozenset(), values=())


def kind_of(service: ir.Service, schema: ir.Schema) -> Kind:
    """The kind of the values that a schema allows."""
    return _through(service, schema, _own) or ANY


def member_kind(service: ir.Service, shape: ir.Shape, member: str) -> Kind:
    """The kind of a member of a shape, by wire name: what the parts and alternatives that have it say."""

    def own(schema: Mapping[str, Any]) -> Kind | None:
        properties = schema.get("properties", {})
        return kind_of(service, properties[member]) if member in properties else None

    return _through(service, shape.schema, own) or ANY


def _through(
    service: ir.Service, schema: ir.Schema, own: Callable[[Mapping[str, Any]], Kind | None], depth: int = 0
) -> Kind | None:
    """What `own` finds in a schema and in those that it is made of, put together; None if nothing."""
    if isinstance(schema, bool) or depth > DEEPEST:
        return NONE if schema is False else own({})
    reference = str(schema.get("$ref", ""))
    target = (
        service.definitions.get(reference.removeprefix(REFERENCE))
        if reference.startswith(REFERENCE)
        else None
    )
    found = [own(schema)]
    found += [_through(service, target.schema, own, depth + 1)] if target is not None else []
    found += (_through(service, part, own, depth + 1) for part in schema.get("allOf", ()))
    for keyword in ("anyOf", "oneOf"):
        branches = (_through(service, branch, own, depth + 1) for branch in schema.get(keyword, ()))
        found.append(reduce(_either, filter(None, branches), None))
    return reduce(_both, filter(None, found), None)


def key_kind(service: ir.Service, shape: ir.Shape, member: str) -> KeyKind:
    """How keys hold a member of a row: as text where it is of no single kind (see SPF534 and SPF539)."""
    return member_kind(service, shape, member).key or "text"


def attribute_type(kind: KeyKind) -> str:
    """The type of a DynamoDB key attribute."""
    return "N" if kind == "number" else "S"


def _own(schema: Mapping[str, Any]) -> Kind:
    """What the keywords of a schema itself say."""
    types, values = TYPES, None
    if "type" in schema:
        given = schema["type"]
        named = {given} if isinstance(given, str) else set(given)
        types &= named | NUMBERS if "number" in named else named
    if "const" in schema or "enum" in schema:
        listed = schema.get("enum", [schema["const"]] if "const" in schema else [])
        values = tuple(value for value in listed if "const" not in schema or value == schema["const"])
        types &= {type_of(value) for value in values}
    lengths = [schema.get("maxLength"), longest_match(schema.get("pattern"))]
    return Kind(
        types=types,
        format=str(schema.get("format", "")),
        low=_known(max, [_number(schema.get("minimum")), _number(schema.get("exclusiveMinimum"))]),
        high=_known(min, [_number(schema.get("maximum")), _number(schema.get("exclusiveMaximum"))]),
        longest=_known(min, [length for length in lengths if isinstance(length, int)]),
        values=values,
    )


def type_of(value: object) -> str:
    """The type of a JSON value. 1.0 is an integer (JSON Schema 2020-12 Core, 4.2.2)."""
    found = _TYPES_OF.get(type(value), "null")
    return "integer" if isinstance(value, float) and value.is_integer() else found


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _known(choose: Callable[[Iterable[Any]], Any], bounds: Iterable[Any]) -> Any:
    """The bound among those that are known; None if none is."""
    known = [bound for bound in bounds if bound is not None]
    return choose(known) if known else None


def _both(one: Kind | None, other: Kind) -> Kind:
    if one is None:
        return other
    values = one.values if other.values is None else other.values
    if one.values is not None and other.values is not None:
        values = tuple(value for value in one.values if value in other.values)
    return Kind(
        types=one.types & other.types,
        format=one.format or other.format,
        low=_known(max, (one.low, other.low)),
        high=_known(min, (one.high, other.high)),
        longest=_known(min, (one.longest, other.longest)),
        values=values,
    )


def _either(one: Kind | None, other: Kind) -> Kind:
    if one is None:
        return other
    listed = one.values is not None and other.values is not None
    made = Kind(
        types=one.types | other.types,
        values=(*(one.values or ()), *(other.values or ())) if listed else None,
    )
    if texts := [kind for kind in (one, other) if "string" in kind.types]:
        formats = {kind.format for kind in texts}
        lengths = [kind.longest for kind in texts]
        made = replace(
            made,
            format=formats.pop() if len(formats) == 1 else "",
            longest=None if None in lengths else max(lengths),  # type: ignore[type-var]  # no None among them
        )
    if numbers := [kind for kind in (one, other) if kind.types & NUMBERS]:
        lows, highs = [kind.low for kind in numbers], [kind.high for kind in numbers]
        made = replace(
            made,
            low=None if None in lows else min(lows),  # type: ignore[type-var]  # no None among them
            high=None if None in highs else max(highs),  # type: ignore[type-var]  # no None among them
        )
    return made
