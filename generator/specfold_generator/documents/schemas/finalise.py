"""The last step of making shapes: references become keys, and shapes learn where their personal data is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.documents.schemas.example_checks import Judge
from specfold_generator.documents.schemas.map_shapes import map_shapes
from specfold_generator.documents.schemas.personal_data import MOST, PersonalData
from specfold_generator.json_schema.keywords import REFERENCE, VALUES
from specfold_generator.json_schema.request_response import Edge, Hidden
from specfold_generator.model import ir


def settle(
    service: ir.Service,
    definitions: Mapping[str, ir.Shape],
    keys: Mapping[str, str],
    personal: PersonalData,
    diagnostics: DiagnosticCollector,
) -> ir.Service:
    """The service with its definitions; `keys`: the definition that each URI means."""
    settler = _Settler(keys, personal, diagnostics)
    known = {key: settler.shape(shape) for key, shape in definitions.items()}
    whole = dataclasses.replace(map_shapes(service, settler.shape), definitions=known)
    return _judged(whole, diagnostics)


def _judged(service: ir.Service, diagnostics: DiagnosticCollector) -> ir.Service:
    """The service with those of its examples that meet their schemas, each on the side where it stands."""
    known = service.definitions
    names = {key: shape.name for key, shape in known.items()}
    schemas = {key: shape.schema for key, shape in known.items()}
    sides: tuple[Hidden | None, ...] = (None, "readOnly", "writeOnly")
    told: set[Location] = set()
    plain, request, answer = (Judge(Edge(schemas, names, side), diagnostics, told) for side in sides)
    judges = {id(shape): request for shape in _requests(service)}
    judges |= {id(shape): answer for shape in _answers(service)}
    judged = map_shapes(service, lambda shape: judges.get(id(shape), plain).shape(shape))
    return dataclasses.replace(judged, definitions={key: plain.shape(shape) for key, shape in known.items()})


def _asked(service: ir.Service) -> tuple[ir.Command | ir.Query | ir.Operation, ...]:
    return (*service.commands, *service.queries, *service.operations, *service.outgoing)


def _requests(service: ir.Service) -> Iterator[ir.Shape]:
    for node in _asked(service):
        yield node.shape
        yield from (variant.shape for variant in node.route.variants)


def _answers(service: ir.Service) -> Iterator[ir.Shape]:
    for node in _asked(service):
        for response in node.route.responses:
            yield from (c.shape for c in response.contents if c.shape is not None)
            yield from (c.item for c in response.contents if c.item is not None)
    yield from (row.shape for row in service.read_models)


class _Settler:
    def __init__(
        self, keys: Mapping[str, str], personal: PersonalData, diagnostics: DiagnosticCollector
    ) -> None:
        self._keys = keys
        self._personal = personal
        self._diagnostics = diagnostics

    def shape(self, shape: ir.Shape) -> ir.Shape:
        """One shape, settled."""
        marks = self._personal.of(shape.schema)
        if self._personal.endless:
            message = f"{quoted(shape.name)} holds personal data in a schema that holds itself"
            self._diagnostics.add("SPF352", shape.origin, message)
        if len(marks) >= MOST:
            message = f"{quoted(shape.name)} holds personal data in {MOST} places or more"
            self._diagnostics.add(
                "SPF353", shape.origin, message, help="mark fewer members, nearer to the root"
            )
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
