"""The published JSON Schemas of a service: the judge at its edges, where a typed class cannot say it all."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs

Kind = Literal["messages", "headers", "requests", "rows", "answers"]


class Schemas:
    """Validators of `schemas.json`, each compiled when it is first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._validators: dict[tuple[Kind, str], jsonschema_rs.Draft202012Validator] = {}

    @cached_property
    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._file.read_text("utf-8"))
        return document

    def names(self, kind: Kind) -> tuple[str, ...]:
        """What there are schemas of."""
        return tuple(self._document.get(kind, ()))

    def schema(self, kind: Kind, name: str) -> dict[str, Any]:
        """The self-contained schema of a message ("OrderPlaced/2"), a request ("placeOrder"), a row or an
        answer ("placeOrder 201 application/json").

        Raises:
            KeyError: there is none.
        """
        document = self._document
        return {"$defs": document.get("$defs", {}), **document[kind][name]}

    def problems(self, kind: Kind, name: str, instance: Any) -> list[str]:
        """What is wrong with an instance, each with the JSON pointer of its place; empty: nothing."""
        return [f"{pointer or '/'}: {message}" for pointer, message in self.faults(kind, name, instance)]

    def faults(self, kind: Kind, name: str, instance: Any) -> list[tuple[str, str]]:
        """What is wrong with an instance: JSON pointer (RFC 6901; "" is the whole) and message."""
        validator = self._validators.get((kind, name))
        if validator is None:
            schema = self.schema(kind, name)
            validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            self._validators[kind, name] = validator
        return [(_pointer(e.instance_path), _words(e)) for e in validator.iter_errors(instance)]


def _words(error: jsonschema_rs.ValidationError) -> str:
    return "is not allowed here" if error.kind.name == "falseSchema" else error.message


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
