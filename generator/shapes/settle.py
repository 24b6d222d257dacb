"""The last step of making shapes: references become keys, and shapes learn where their personal data is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.findings import Findings, shown
from generator.shapes.judge import Judge
from generator.shapes.keywords import VALUES
from generator.shapes.mapping import map_shapes
from generator.shapes.naming import REFERENCE
from generator.shapes.personal import MOST, PersonalData


def settle(
    service: ir.Service,
    definitions: Mapping[str, ir.Shape],
    keys: Mapping[str, str],
    personal: PersonalData,
    findings: Findings,
) -> ir.Service:
    """The service with its definitions; `keys`: the definition that each URI means."""
    settler = _Settler(keys, personal, findings)
    known = {key: settler.shape(shape) for key, shape in definitions.items()}
    whole = dataclasses.replace(map_shapes(service, settler.shape), definitions=known)
    judge = Judge(known, findings)
    return dataclasses.replace(
        map_shapes(whole, judge.shape), definitions={key: judge.shape(shape) for key, shape in known.items()}
    )


class _Settler:
    def __init__(self, keys: Mapping[str, str], personal: PersonalData, findings: Findings) -> None:
        self._keys = keys
        self._personal = personal
        self._findings = findings

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """One shape, settled."""
        marks = self._personal.of(shape.schema)
        if self._personal.endless:
            message = f"{shown(shape.name)} holds personal data in a schema that holds itself"
            self._findings.add("SPF352", shape.origin, message)
        if len(marks) >= MOST:
            message = f"{shown(shape.name)} holds personal data in {MOST} places or more"
            self._findings.add("SPF353", shape.origin, message, mend="mark fewer members, nearer to the root")
        return dataclasses.replace(
            shape, schema=self.schema(shape.schema), personal_data=tuple(marks), subjects=marks
        )

    def schema(self, schema: Any) -> Any:
        """A copy of a schema in which references are keys."""
        if isinstance(schema, list):
            return [self.schema(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        return {key: self._member(key, value) for key, value in schema.items()}

    def _member(self, key: str, value: Any) -> Any:
        if key == "$ref" and isinstance(value, str):
            return REFERENCE + self._keys[value]
        if key in VALUES:
            return value
        if key in ("properties", "patternProperties", "dependentSchemas") and isinstance(value, dict):
            return {name: self.schema(inner) for name, inner in value.items()}
        if key == "discriminator" and isinstance(value, dict) and "mapping" in value:
            mapping = {name: REFERENCE + self._keys[uri] for name, uri in value["mapping"].items()}
            return {**value, "mapping": mapping}
        return self.schema(value)
