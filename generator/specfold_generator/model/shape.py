"""Nodes with their locations, and shapes: payloads, bodies and rows. Import them from `model.ir`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.json_schema.keywords import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything the specs name: its name as written, its words, its place."""

    name: str
    doc: str
    origin: Location
    pointer: str = ""  # specs/asyncapi/ordering.yaml#/components/messages/OrderPlaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A published example of a payload, a body or a parameter."""

    name: str
    value: Any
    origin: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One rule that is told, with a reason, not to speak about a node and what is in it."""

    code: str
    reason: str
    origin: Location  # where its code stands
    pointer: str  # of the node
    region: Location  # of the node, its name included


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Node):
    """A payload, a body, a row. The JSON Schema is kept whole; it is modelled no further than we need.

    `schema` is self-contained but for references "#/$defs/<key>" into `Service.definitions`, in the words of
    JSON Schema 2020-12 whatever dialect it was written in. Shapes that a class is made of (events, commands,
    rows, requests) stand open: their schema is an object with its members wherever it can be written so.
    Bodies, responses and parameters stay a reference where the spec refers. Two shapes with one `pointer` are
    one and the same schema of the spec.
    """

    schema: Schema
    required: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()  # JSON pointers of members marked x-personal-data; "*" for any item
    subjects: Mapping[str, str] = field(default_factory=dict)  # by such a pointer: whose data, a wire name
    examples: tuple[Example, ...] = ()
