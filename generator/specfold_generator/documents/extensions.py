"""Our extension objects, checked against `vocabulary.schema.json`, with locations and suggested fixes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal

import jsonschema_rs

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted, suggest
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import key_span, kind_of, object_at

Kind = Literal[
    "document",
    "message",
    "policy",
    "command",
    "query",
    "response",
    "schema",
    "kinesis",
    "personal",
    "ignore",
]
Json = dict[str, Any]

_PLACES: dict[Kind, str] = {
    "document": "`x-event-sourcing` of the document",
    "message": "`x-event-sourcing` of a message",
    "policy": "`x-event-sourcing` of a receive operation",
    "command": "`x-event-sourcing` of a command",
    "query": "`x-event-sourcing` of a query",
    "response": "`x-event-sourcing` of a response",
    "schema": "`x-event-sourcing` of a schema",
    "kinesis": "`x-kinesis` of a channel",
    "personal": "`x-personal-data` of a member",
    "ignore": "`x-specfold-ignore`",
}


def read_extension(diagnostics: DiagnosticCollector, at: DocumentNode | None, kind: Kind) -> Json | None:
    """What an extension object says, once it is known to say nothing else; None if it is absent or wrong."""
    if at is None:
        return None
    diagnostics.extensions.add(at.uri)
    errors = list(_errors(_validator(kind).iter_errors(at.value)))
    for error in errors:
        _report(diagnostics, at.child(*error.instance_path), error, kind)
    return object_at(at) if not errors else None


def members_of(kind: Kind) -> tuple[str, ...]:
    """The members that an extension object of a kind may have."""
    return tuple(vocabulary()["$defs"][kind]["properties"])


@cache
def _validator(kind: Kind) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_whole(kind))


def _whole(kind: Kind) -> Json:
    return {"$ref": f"#/$defs/{kind}", "$defs": vocabulary()["$defs"]}


@cache
def vocabulary() -> Json:
    """The table that extensions are read by, and that editors and docs are given."""
    text = (
        resources.files("specfold_generator.documents").joinpath("vocabulary.schema.json").read_text("utf-8")
    )
    read: Json = json.loads(text)
    return read


def _errors(errors: Iterable[jsonschema_rs.ValidationError]) -> Iterator[jsonschema_rs.ValidationError]:
    """Errors as near to their cause as can be told: of alternatives, the one of the value's own type."""
    for error in errors:
        branches = error.kind.value if error.kind.name == "anyOf" else []
        near = [b for b in branches if not any(_is_of_another_type(e, error) for e in b)]
        if len(near) == 1:
            yield from _errors(near[0])
        else:
            yield error


def _is_of_another_type(inner: jsonschema_rs.ValidationError, outer: jsonschema_rs.ValidationError) -> bool:
    return inner.kind.name == "type" and len(inner.instance_path) == len(outer.instance_path)


def _report(
    diagnostics: DiagnosticCollector, at: DocumentNode, error: jsonschema_rs.ValidationError, kind: Kind
) -> None:
    schema = _subschema(_whole(kind), error.schema_path)
    if error.kind.name == "additionalProperties":
        for name in error.kind.value:
            message = f"{quoted(name)} is not known here: {_PLACES[kind]}"
            help = suggest(name, schema.get("properties", {}))
            diagnostics.add("SPF401", key_span(at.child(name)), message, help=help)
    elif error.kind.name == "required":
        name = str(error.kind.value)
        message = f"{quoted(name)} is missing: {_PLACES[kind]}"
        help = f"`{name}` is {_wanted(schema['properties'][name])}"
        diagnostics.add("SPF402", key_span(at), message, help=help)
    elif error.kind.name == "propertyNames":
        name = str(error.kind.value.instance)
        message = f"{quoted(name)} cannot be a name in {quoted('/'.join(map(str, error.instance_path)))}"
        help = f"a name here is {schema['description']}"
        diagnostics.add("SPF445", key_span(at.child(name)), message, help=help)
    else:
        path = "/".join(map(str, error.instance_path))
        message = f"{quoted(path) if path else _PLACES[kind]} must be {_wanted(schema)}"
        diagnostics.add("SPF403", at.span, f"{message}, and is {_given(error.instance)}")


def _subschema(schema: Json, path: Iterable[str | int]) -> Json:
    """The schema that holds the keyword at the end of a path; references are stepped through."""
    node: Any = schema
    for step in list(path)[:-1]:
        if step == "$ref" or (isinstance(node, dict) and step not in node):
            node = _target(node)
        node = node if step == "$ref" else node[step]
    return dict(node)


def _target(schema: Json) -> Json:
    found: Json = vocabulary()["$defs"][schema["$ref"].rpartition("/")[2]]
    return found


def _wanted(schema: Json) -> str:
    known = _target(schema) if "$ref" in schema else schema
    return str(known.get("description") or f"of type {known.get('type')}")


def _given(value: object) -> str:
    if isinstance(value, dict | list):
        return kind_of(value) if value else f"an empty {'object' if isinstance(value, dict) else 'list'}"
    return quoted(json.dumps(value, ensure_ascii=False))
