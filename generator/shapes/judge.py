"""Published examples and defaults, held to the schemas they stand in: what fails is told and left out."""

from __future__ import annotations

import dataclasses
from typing import Any

import jsonschema_rs

from generator import ir
from generator.diagnostics import Span
from generator.findings import Findings, shown
from generator.shapes.edges import Edge
from generator.shapes.mapping import references_in

LONGEST = 160  # characters of a validator's own words


class Judge:
    """Validates values against shapes of one service, on one side."""

    def __init__(self, edge: Edge, findings: Findings, told: set[Span]) -> None:
        self._edge = edge
        self._findings = findings
        self._told = told  # examples that were told of, by this one or another

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """The shape with those of its examples that it allows."""
        if not shape.examples:
            return shape
        validator = self._validator(shape.schema)
        if validator is None:
            return shape
        # Whoever shows a whole resource means it for both sides.
        seen = (
            dataclasses.replace(example, value=self._edge.visible(shape.schema, example.value))
            for example in shape.examples
        )
        kept = tuple(example for example in seen if self._allowed(validator, shape, example))
        return shape if kept == shape.examples else dataclasses.replace(shape, examples=kept)

    def _allowed(
        self, validator: jsonschema_rs.Draft202012Validator, shape: ir.Shape, example: ir.Example
    ) -> bool:
        try:
            error = next(validator.iter_errors(example.value), None)
        except ValueError:  # a number that the validator cannot hold
            return True
        if error is not None and example.origin not in self._told:
            self._told.add(example.origin)
            where = "/".join(map(str, error.instance_path))
            words = " ".join(error.message.split())
            message = f"the {shown(example.name)} of {shown(shape.name)} does not meet its schema"
            message += f" at {shown(where)}" if where else ""
            message += f": {words[:LONGEST]}; it is left out"
            self._findings.add("SPF357", example.origin, message)
        return error is None

    def _validator(self, schema: ir.Schema) -> jsonschema_rs.Draft202012Validator | None:
        judged = self._edge.schema(schema)
        whole: dict[str, Any] = {"allOf": [judged], "$defs": self._edge.definitions([judged])}
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except ValueError:  # a pattern that it cannot compile: nothing is judged, nothing is lost
            return None


def allows(schema: ir.Schema, value: object) -> bool:
    """Whether a schema without references allows a value; one with references is not asked."""
    if next(references_in(schema), None) is not None:
        return True
    try:
        whole: dict[str, Any] = {"allOf": [schema]}
        return jsonschema_rs.Draft202012Validator(whole).is_valid(value)
    except ValueError:  # a pattern or number that the validator cannot hold
        return True
