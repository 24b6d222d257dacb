"""Published examples and defaults, held to the schemas they stand in: what fails is told and left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from generator import ir
from generator.diagnostics import Span
from generator.findings import Findings, shown
from generator.shapes.mapping import references_in
from generator.shapes.naming import REFERENCE

LONGEST = 160  # characters of a validator's own words


class Judge:
    """Validates values against shapes of one service."""

    def __init__(self, definitions: Mapping[str, ir.Shape], findings: Findings) -> None:
        self._schemas = {key: shape.schema for key, shape in definitions.items()}
        self._inner = {key: frozenset(references_in(schema)) for key, schema in self._schemas.items()}
        self._findings = findings
        self._told: set[Span] = set()

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """The shape with those of its examples that it allows."""
        if not shape.examples:
            return shape
        validator = self._validator(shape.schema)
        if validator is None:
            return shape
        kept = tuple(e for e in shape.examples if self._allowed(validator, shape, e))
        return shape if len(kept) == len(shape.examples) else dataclasses.replace(shape, examples=kept)

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
        whole: dict[str, Any] = {"allOf": [schema], "$defs": self._reachable(schema)}
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except ValueError:  # a pattern that it cannot compile: nothing is judged, nothing is lost
            return None

    def _reachable(self, schema: ir.Schema) -> dict[str, ir.Schema]:
        found: dict[str, ir.Schema] = {}
        fresh = set(references_in(schema))
        while fresh:
            keys = {reference.removeprefix(REFERENCE) for reference in fresh} - found.keys()
            found.update((key, self._schemas[key]) for key in keys)
            fresh = {inner for key in keys for inner in self._inner[key]}
        return found


def allows(schema: ir.Schema, value: object) -> bool:
    """Whether a schema without references allows a value; one with references is not asked."""
    if next(references_in(schema), None) is not None:
        return True
    try:
        whole: dict[str, Any] = {"allOf": [schema]}
        return jsonschema_rs.Draft202012Validator(whole).is_valid(value)
    except ValueError:  # a pattern or number that the validator cannot hold
        return True
