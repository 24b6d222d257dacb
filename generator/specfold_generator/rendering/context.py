"""What every view is made from: a service, its Python names and its message classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath as Path

from specfold_generator.classes.requests import Attribute, ModelText
from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.model import ir
from specfold_generator.model.event_sources import find_event, owner_of
from specfold_generator.model.topology import Topology
from specfold_generator.python.code import Code, comment, docstring
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import attribute_name
from specfold_generator.rendering.names import Names, package_of

LONGEST_ORIGIN = 40  # characters: what fits into the first line of a module


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of every generated module."""

    origin: Code  # in a comment: the documents it was made from
    doc: Code
    imports: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One service with everything that its files are made from."""

    service: ir.Service
    names: Names
    text: ModelText
    topology: Topology
    foreign: Mapping[str, Names]  # of the other services that it reads from, by service name

    @property
    def package(self) -> str:
        """The dotted package of the generated modules."""
        return f"generated.{self.names.package}"

    @property
    def handwritten(self) -> str:
        """The dotted package of the handwritten modules."""
        return f"handwritten.{self.names.package}"

    def head(self, imports: Imports, *doc: str, kind: str = "") -> Head:
        """The beginning of a module; its words are ours or quoted from the spec.

        `kind` is the document that it comes of, "asyncapi" or "openapi", if it comes of one alone.
        """
        own = [path for path in self.service.documents if Path(path).stem == self.service.name]
        found = [path for path in own if Path(path).parent.name == kind]
        folder = comment(f"{Path(own[0]).parent.parent.as_posix()}/" if own else "specs/")
        document = comment(found[0]) if found else folder
        origin = document if len(document) <= LONGEST_ORIGIN else folder
        return Head(origin=origin, doc=docstring(*doc, indent=0), imports=imports.lines)

    def event(self, event: str, owner: str) -> ir.Event:
        """An event that this service owns or reads."""
        return find_event(self.service, event, owner)

    def owner(self, event: ir.Event) -> str:
        """The service that an event belongs to."""
        return owner_of(self.service, event)

    def event_class(self, imports: Imports, event: ir.Event, number: int | None = None) -> Code:
        """The local name of an event's class, imported; the latest version unless another is named."""
        owner = self.owner(event)
        names = self.names if owner == self.service.name else self.foreign[owner]
        made = names.events[event.name, number or event.latest.number]
        return imports.use(f"generated.{names.package}.events", made)

    def catalog(self, imports: Imports, owner: str) -> Code:
        """The local name of a service's catalog, imported."""
        local = "CATALOG" if owner == self.service.name else f"{package_of(owner).upper()}_CATALOG"
        return imports.use(f"generated.{package_of(owner)}.reading", "CATALOG", local)

    def own_class(self, imports: Imports, made: str) -> Code:
        """The local name of a command, query, row or rejection of this service, imported."""
        return imports.use(f"{self.package}.{self.module_of(made)}", made)

    def protocol(self, imports: Imports, kind: str, about: str) -> Code:
        """The local name of a protocol of handlers.py, imported."""
        return imports.use(f"{self.package}.handlers", self.names.protocols[kind, about])

    def module_of(self, made: str) -> str:
        """The module a message class stands in; rejections stand beside the commands."""
        known = self.text.classes.get(made)
        return known.module if known else "commands"

    def event_attribute(self, event: ir.Event, wire: str, node: ir.Node) -> str:
        """How a member of an event's latest version is called in Python."""
        if self.owner(event) != self.service.name:
            return attribute_name(wire)
        return self.attribute(self.names.event(event), wire, node).name

    def attribute(self, made: str, wire: str, node: ir.Node) -> Attribute:
        """How a member of a message class is reached.

        Raises:
            SpecError: the class has no such member.
        """
        known = self.text.classes.get(made)
        found = known.attributes.get(wire) if known else None
        if found is None:
            message = f"`{made}` has no member {wire!r} that code could name"
            help = f"declare {wire!r} among the properties of its schema"
            raise SpecError([diagnose("SPF710", node.origin, message, help=help)])
        return found


def unique_codes(items: Iterable[Code]) -> tuple[Code, ...]:
    """Without repetition, in the order of first mention."""
    return tuple(dict.fromkeys(items))
