"""Values and bounds of a schema that no value can meet: reported beside the schema they are in.

JSON Schema 2020-12 Validation, 6.1 (`type`, `enum`, `const`) and 6.2 to 6.5 (bounds): each keyword holds by
itself, so a value of `enum` that `type` refuses can never be sent. Such a schema is valid, and almost always
a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted
from specfold_generator.documents.schemas.example_checks import allows, refused
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import kind_of, title_of

Json = Mapping[str, Any]

_BESIDE = frozenset(("enum", "const", "default", "examples"))  # keywords that do not refuse a listed value
_YAML_1_1 = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_PAIRS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)


def report_unmet(diagnostics: DiagnosticCollector, at: DocumentNode, schema: Json) -> None:
    """Warn of listed values that the keywords around them refuse, and of bounds that cross.

    `schema` is the schema at `at` in its normalised form, without references.
    """
    _report_values(diagnostics, at, {key: value for key, value in schema.items() if key not in _BESIDE})
    for key in ("allOf", "anyOf", "oneOf"):
        parts = at.child(key).value if key in schema else None
        if isinstance(parts, list):
            around = {k: v for k, v in schema.items() if k not in _BESIDE and (k == "allOf" or k != key)}
            for index in range(len(parts)):
                _report_values(diagnostics, at.child(key, index), around)
    for low, high in _crossed(schema):
        message = f"{title_of(at)} has {quoted(low)} above {quoted(high)}, so no value meets it"
        diagnostics.add("SPF391", at.child(high).span, message, help="exchange the two bounds, or remove one")


def _report_values(diagnostics: DiagnosticCollector, at: DocumentNode, around: Json) -> None:
    choices = list(_choices(at)) if around else []
    wrong = list(refused(around, [value for _, value in choices]))
    for place, value in (choices[index] for index in wrong):
        message = f"{_written(place)} ({title_of(place)}) can never be sent: {_why(around, value)}"
        if len(wrong) == len(choices):
            message += "; no value meets this schema"
        diagnostics.add("SPF390", place.span, message, help=_help(around, value, place))


def _choices(at: DocumentNode) -> Iterator[tuple[DocumentNode, Any]]:
    written = at.value if isinstance(at.value, dict) else {}
    listed = written.get("enum")
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        yield at.child("enum", index), value
    if "const" in written:
        yield at.child("const"), written["const"]


def _types(schema: Json) -> tuple[str, ...]:
    named = schema.get("type", ())
    return (named,) if isinstance(named, str) else tuple(named)


def _written(place: DocumentNode) -> str:
    return quoted(place.document.written(place.pointer) or "null")


def _why(rest: Json, value: object) -> str:
    if _types(rest) and not allows({"type": list(_types(rest))}, value):
        return f"it is {kind_of(value)}, and the type is {join_names(_types(rest), 'or')}"
    return "other keywords of the schema refuse it"


def _help(rest: Json, value: object, place: DocumentNode) -> str:
    types = _types(rest)
    if value is None and "null" not in types:
        return f"write `type: [{', '.join(types)}, 'null']`, or remove the null" if types else ""
    if "boolean" in types and str(value).lower() in _YAML_1_1:
        return f"write `{str(_YAML_1_1[str(value).lower()]).lower()}`"
    if "string" in types and not isinstance(value, str | dict | list):
        return f"put quotes round it: `'{place.document.written(place.pointer)}'`"
    return "correct the value, or remove it"


def _crossed(schema: Json) -> Iterator[tuple[str, str]]:
    for low, high in _PAIRS:
        bounds = schema.get(low), schema.get(high)
        if all(isinstance(bound, int | float) for bound in bounds) and bounds[0] > bounds[1]:  # type: ignore[operator]
            yield low, high
