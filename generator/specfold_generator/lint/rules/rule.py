"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from specfold_generator.diagnostics.codes import CODES, diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity
from specfold_generator.model import ir

Category = Literal[
    "events", "commands", "queries", "projections", "policies", "privacy", "channels", "schemas"
]
Services = Mapping[str, ir.Service]  # every service of the project, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDiagnostic:
    """One place where a rule does not hold. `pointer`: the node it is about, which may be silenced."""

    span: Location
    pointer: str
    message: str
    help: str
    related: tuple[Related, ...] = ()


Check = Callable[[ir.Service, Services], Iterable[RuleDiagnostic]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a RULES table."""

    id: str
    category: Category
    check: Check

    @property
    def purpose(self) -> str:
        """Why there is such a rule."""
        return CODES[self.id].explanation

    @property
    def severity(self) -> Severity:
        """How much it matters: warnings are told whenever code is generated, notes by `specfold lint`."""
        return CODES[self.id].severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found, before anything is silenced."""

    diagnostic: Diagnostic
    pointer: str


def hit(
    node: ir.Node, message: str, help: str, *, span: Location | None = None, related: Iterable[Related] = ()
) -> RuleDiagnostic:
    """A hit at a node, or at a `span` of it."""
    place = node.origin if span is None else span
    return RuleDiagnostic(
        span=place, pointer=node.pointer, message=message, help=help, related=tuple(related)
    )


def found(rule: Rule, service: ir.Service, services: Services) -> Iterator[Found]:
    """What one rule finds in one service."""
    for one in rule.check(service, services):
        told = diagnose(rule.id, one.span, one.message, help=one.help, related=one.related)
        yield Found(diagnostic=told, pointer=one.pointer)
