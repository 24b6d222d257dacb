"""The published JSON Schemas of a service: the judge at its edges, where a typed class cannot say it all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import jsonschema_rs

from specfold.model.schema_errors import shallow
from specfold.model.shared.json_pointer import pointer

Kind = Literal["messages", "headers", "requests", "rows", "answers"]
MOST: Final = 20  # errors that are listed
LONGEST: Final = 200  # characters of one; a message may quote the client's own value at full length
SMALL: Final = 4000  # values and names of an instance of which all errors are listed


class Schemas:
    """Validators of `schemas.json`, each compiled when it is first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._validators: dict[tuple[Kind, str], jsonschema_rs.Draft202012Validator] = {}
        self._listers: dict[tuple[Kind, str], jsonschema_rs.Draft202012Validator] = {}

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
        """What is wrong with an instance: JSON pointer (RFC 6901; "" is the whole) and message.

        At most `MOST` and a note that there are more, whatever the size of the instance; of a large one only
        the first. Nobody reads more, and a list of all would be many times as large as what was sent.
        """
        return [] if self._validator(kind, name).is_valid(instance) else self._listed(kind, name, instance)

    def _validator(self, kind: Kind, name: str) -> jsonschema_rs.Draft202012Validator:
        validator = self._validators.get((kind, name))
        if validator is None:
            validator = jsonschema_rs.Draft202012Validator(self.schema(kind, name), validate_formats=True)
            self._validators[kind, name] = validator
        return validator

    def _listed(self, kind: Kind, name: str, instance: Any) -> list[tuple[str, str]]:
        lister = self._listers.get((kind, name))
        if lister is None:
            schema = shallow(self.schema(kind, name))
            lister = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            self._listers[kind, name] = lister
        if not _is_small(instance):
            try:
                lister.validate(instance)  # stops at the first error
            except jsonschema_rs.ValidationError as error:
                return [_fault(error), ("", "there may be more: of a large value only the first is listed")]
        errors = list(islice(lister.iter_errors(instance), MOST + 1))
        listed = [_fault(error) for error in errors[:MOST]] or [("", "does not meet its schema")]
        more = [("", f"there are more: the first {MOST} are listed")] if len(errors) > MOST else []
        return listed + more


def _fault(error: jsonschema_rs.ValidationError) -> tuple[str, str]:
    return cut(_pointer(error.instance_path), LONGEST), cut(_words(error), LONGEST)


def _words(error: jsonschema_rs.ValidationError) -> str:
    if error.kind.name == "enum" and not error.kind.as_dict().get("options"):
        return "meets none of the alternatives, or more of them than it may"
    return "is not allowed here" if error.kind.name == "falseSchema" else error.message


def _pointer(path: list[str | int]) -> str:
    return pointer(path)


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _is_small(instance: Any) -> bool:
    """Whether an instance is small enough to list all of its errors, each of which holds a part of it."""
    left = SMALL
    queue = [instance]
    while queue:
        value = queue.pop()
        left -= 1 + len(value) // 32 if isinstance(value, str) else 1
        if isinstance(value, Mapping):
            left -= len(value)
            if left > 0:
                left -= sum(len(name) for name in value) // 32
                queue.extend(value.values())
        elif isinstance(value, list | tuple):
            left -= len(value)
            if left > 0:
                queue.extend(value)
        if left <= 0:
            return False
    return True
