"""Published examples and defaults, held to the schemas they stand in: what fails is told and left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

import jsonschema_rs

from specfold_generator.diagnostics.collector import DiagnosticCollector, join_names, quoted
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.documents.schemas.unnamed_members import unnamed_members
from specfold_generator.json_schema.references import references_in
from specfold_generator.json_schema.request_response import Edge
from specfold_generator.model import ir

LONGEST = 160  # characters of a validator's own words
SHOWN = 5  # members of one example that are named in a message
DEEPEST = 6  # levels of a value of which it is asked what is wrong


class Judge:
    """Validates values against shapes of one service, on one side."""

    def __init__(self, edge: Edge, diagnostics: DiagnosticCollector, told: set[Location]) -> None:
        self._edge = edge
        self._diagnostics = diagnostics
        self._told = told  # examples that were told of, by this one or another

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """The shape with those of its examples that it allows."""
        if not shape.examples:
            return shape
        whole = self._whole(shape.schema)
        validator = _validator(whole)
        if validator is None:
            return shape
        # Whoever shows a whole resource means it for both sides.
        seen = (
            dataclasses.replace(example, value=self._edge.visible(shape.schema, example.value))
            for example in shape.examples
        )
        kept = tuple(example for example in seen if self._allowed(validator, shape, example))
        for example in kept:
            self._report_unnamed(whole, shape, example)
        return shape if kept == shape.examples else dataclasses.replace(shape, examples=kept)

    def _allowed(
        self, validator: jsonschema_rs.Draft202012Validator, shape: ir.Shape, example: ir.Example
    ) -> bool:
        try:
            if validator.is_valid(example.value):
                return True
        except ValueError:  # a number that the validator cannot hold
            return True
        if example.origin not in self._told:
            self._told.add(example.origin)
            message = f"the {quoted(example.name)} of {quoted(shape.name)} does not meet its schema"
            message += f"{_reason(validator, example.value)}; it is left out"
            self._diagnostics.add("SPF357", example.origin, message)
        return False

    def _report_unnamed(self, whole: Mapping[str, Any], shape: ir.Shape, example: ir.Example) -> None:
        """Report the members of an example that its schema does not name, once for each example."""
        if example.origin in self._told:
            return
        found = list(islice(unnamed_members(whole, example.value, whole["$defs"]), SHOWN))
        if found:
            self._told.add(example.origin)
            names = join_names("/".join(map(str, place)) for place in found)
            message = (
                f"the {quoted(example.name)} of {quoted(shape.name)} has {names}: its schema does not name it"
            )
            help = "correct the name, add it to `properties`, or allow any by `additionalProperties: true`"
            self._diagnostics.add("SPF388", example.origin, message, help=help)

    def _whole(self, schema: ir.Schema) -> dict[str, Any]:
        judged = self._edge.schema(schema)
        return {"allOf": [judged], "$defs": self._edge.definitions([judged])}


def _validator(whole: dict[str, Any]) -> jsonschema_rs.Draft202012Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except ValueError:  # a pattern that it cannot compile: nothing is judged, nothing is lost
        return None


def _reason(validator: jsonschema_rs.Draft202012Validator, value: object) -> str:
    """Where a value is wrong, and how. Of a deep one it is not asked: the answer doubles with each level."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    if level:
        return ""
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        where = "/".join(map(str, error.instance_path))
        words = " ".join(error.message.split())[:LONGEST]
        return f" at {quoted(where)}: {words}" if where else f": {words}"
    return ""


def meets(whole: dict[str, Any], value: object) -> bool:
    """Whether a schema, with the definitions that it refers to, is known to allow a value."""
    validator = _validator(whole)
    try:
        return validator is not None and validator.is_valid(value)
    except ValueError:  # a number that the validator cannot hold
        return False


def allows(schema: ir.Schema, value: object) -> bool:
    """Whether a schema without references allows a value; one with references is not asked."""
    return next(refused(schema, (value,)), None) is None


def refused(schema: ir.Schema, values: Sequence[object]) -> Iterator[int]:
    """The positions of the values that a schema without references refuses; none of one with references."""
    if not values or next(references_in(schema), None) is not None:
        return
    try:
        validator = jsonschema_rs.Draft202012Validator({"allOf": [schema]})
    except ValueError:  # a pattern or number that the validator cannot hold
        return
    for index, value in enumerate(values):
        with suppress(ValueError):  # a number that the validator cannot hold
            if not validator.is_valid(value):
                yield index
