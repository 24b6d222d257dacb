"""What is asked of the class builder and what it answers: plain data, no library behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specfold_generator.diagnostics.diagnostic import Diagnostic


@dataclass(frozen=True, kw_only=True)
class ClassRequest:
    """A class that generated code needs by name: an event version, a command, a row."""

    module: str  # a module of generated/<service>/: "events", "commands", "read_models" ...
    name: str  # Python class name, unique over the service
    schema: Mapping[str, Any] | bool  # JSON Schema 2020-12; references are "#/$defs/<key>" into the bundle
    base: str  # dotted: "specfold.Event"; a payload that is no object takes "specfold.EventRoot" and so on
    keywords: Mapping[str, str | int] = field(default_factory=dict)  # class keywords, in this order
    doc: str = ""
    pointer: str = ""  # where the spec says so; printed at the end of the docstring


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """How Python code reaches one member of a payload."""

    name: str
    type: str  # as text, without constraints: "UUID", "Money | None"
    imports: tuple[str, ...]  # the import statements this type needs
    required: bool  # a constructor must be given it
    nullable: bool  # null is a value of its own on the wire


@dataclass(frozen=True, kw_only=True)
class ClassText:
    """One class. `attributes` is by wire name, inherited members too; a root class has one, under ""."""

    module: str
    name: str
    root: bool  # the payload is no object: its value is the attribute `root`
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True, kw_only=True)
class ModelText:
    """The classes of one service."""

    modules: Mapping[str, str]  # module name -> formatted text: imports and class definitions, nothing else
    classes: Mapping[str, ClassText]  # by class name
    diagnostics: tuple[Diagnostic, ...]  # what the classes do not check, with the reason; never errors

    @property
    def names(self) -> dict[str, dict[str, Attribute]]:
        """Per class: wire name -> attribute."""
        return {name: dict(text.attributes) for name, text in self.classes.items()}
