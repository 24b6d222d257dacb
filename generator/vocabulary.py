"""Our extension objects, checked against `vocabulary.schema.json`: each error with a place and a mend."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generator.findings import Findings, nearest, shown, the_list
from generator.reading import key_span, kind_of
from generator.references import Location

Kind = Literal[
    "document", "message", "policy", "command", "query", "response", "schema", "kinesis", "personal"
]


def read_extension(findings: Findings, at: Location | None, kind: Kind) -> dict[str, Any] | None:
    """What an extension object says, once it is known to say nothing else; None if it is absent or wrong."""
    if at is None:
        return None
    errors = list(_errors(validator(kind).iter_errors(at.value)))
    for error in errors:
        _report(findings, at.child(*error.absolute_path), error, kind)
    return None if errors or not isinstance(at.value, dict) else at.value


@cache
def validator(kind: Kind) -> Draft202012Validator:
    """The validator of one kind of place."""
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _vocabulary()["$defs"]})


def members_of(kind: Kind) -> tuple[str, ...]:
    """The members that an extension object of a kind may have."""
    return tuple(_vocabulary()["$defs"][kind]["properties"])


@cache
def _vocabulary() -> dict[str, Any]:
    text = resources.files("generator").joinpath("vocabulary.schema.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _errors(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors as near to their cause as can be told: of alternatives, the one of the value's own type."""
    for error in errors:
        branches: dict[int, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
        near = [b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)]
        if len(near) == 1:
            yield from _errors(near[0])
        else:
            yield error


def _report(findings: Findings, at: Location, error: ValidationError, kind: Kind) -> None:
    where = shown("/".join(str(step) for step in error.absolute_path)) if error.absolute_path else "it"
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = schema.get("properties", {})
        for name in error.instance:
            if name not in known:
                message = f"{shown(name)} is not known here; {_known_place(kind)}"
                findings.add("SPF401", key_span(at.child(name)), message, mend=nearest(name, known))
    elif error.validator == "required" and isinstance(error.instance, dict):
        missing = [name for name in schema["required"] if name not in error.instance]
        message = f"{the_list(missing)} is missing; {_known_place(kind)}"
        mend = "; ".join(f"`{name}` is {_wanted(schema['properties'][name])}" for name in missing)
        findings.add("SPF402", key_span(at), message, mend=mend)
    else:
        message = f"{where} must be {_wanted(schema)}, and is {_given(error.instance)}"
        findings.add("SPF403", at.span, message)


def _wanted(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        schema = _vocabulary()["$defs"][schema["$ref"].rpartition("/")[2]]
    return str(schema.get("description") or f"of type {schema.get('type')}")


def _given(value: object) -> str:
    if isinstance(value, dict | list):
        return kind_of(value) if value else f"an empty {'object' if isinstance(value, dict) else 'list'}"
    return shown(json.dumps(value, ensure_ascii=False))


def _known_place(kind: Kind) -> str:
    key = {"kinesis": "x-kinesis", "personal": "x-personal-data"}.get(kind, "x-event-sourcing")
    return f"`{key}` {_PLACES[kind]}"


_PLACES: dict[Kind, str] = {
    "document": "of the document",
    "message": "of a message",
    "policy": "of a receive operation",
    "command": "of a command",
    "query": "of a query",
    "response": "of a response",
    "schema": "of a schema",
    "kinesis": "of a channel",
    "personal": "of a member",
}
