"""What a Pulumi program registered, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One registered resource. `inputs` are as Pulumi sends them: camelCase, outputs resolved."""

    urn: str
    type: str  # "aws:kinesis/stream:Stream"
    name: str
    inputs: Mapping[str, Any]
    custom: bool = True  # False: a component
    parent: str = ""
    protect: bool = False
    retain_on_delete: bool = False
    ignored: frozenset[str] = frozenset()  # inputs whose changes mean nothing (`ignore_changes`)
    depends_on: frozenset[str] = frozenset()  # URNs, explicit and through properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a resource: its physical id and every output, inputs included."""

    id: str
    outputs: Mapping[str, Any]


@dataclass(slots=True)
class Graph:
    """Every resource in the order of registration, what they became, and the stack's exports."""

    resources: list[Registered] = field(default_factory=list)
    made: dict[str, Made] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)

    def of(self, type_: str) -> dict[str, Registered]:
        """The resources of a type, by name."""
        return {one.name: one for one in self.resources if one.type == type_}

    def one(self, type_: str, name: str) -> Registered:
        """The resource of this type and name.

        Raises:
            KeyError: there is none.
        """
        return self.of(type_)[name]

    def lines(self) -> Iterator[str]:
        """The graph as text: type and name of each real resource, sorted; `!` marks what is protected."""
        for one in sorted(self.resources, key=lambda one: (one.type, one.name)):
            if one.custom:
                yield f"{'!' if one.protect else ' '} {one.type}  {one.name}"
