"""Rules for paths: each request belongs to one operation, and each id fits into its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir
from specfold_generator.model.http_gateway import gateway_path, outcomes_path, routes_of

_PARAMETER = re.compile(r"\{[^{}]*\}")
_BOUNDED = frozenset(("$ref", "allOf", "anyOf", "const", "enum", "format", "oneOf", "pattern"))


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of a path template: literal text before and after its parameters, if it has any."""

    prefix: str
    suffix: str = ""
    parameters: int = 0
    shape: str = ""

    def overlaps(self, other: Segment) -> bool:
        """Whether one text may be both."""
        if not self.parameters or not other.parameters:
            return self.takes(other) or other.takes(self)
        fronts, ends = (self.prefix, other.prefix), (self.suffix, other.suffix)
        return fronts[0].startswith(fronts[1][: len(fronts[0])]) and ends[0].endswith(
            ends[1][-len(ends[0]) :] if ends[0] else ""
        )

    def takes(self, other: Segment) -> bool:
        """Whether every text of the other is one of this one."""
        if not self.parameters:
            return not other.parameters and self.prefix == other.prefix
        if not other.parameters:
            pattern = ".+".join(map(re.escape, self.shape.split("{}")))
            return re.fullmatch(pattern, other.prefix) is not None
        if self.parameters > 1:
            return self.shape == other.shape
        return other.prefix.startswith(self.prefix) and other.suffix.endswith(self.suffix)

    def example(self, other: Segment) -> str:
        """A text of both, if they overlap."""
        if not self.parameters or not other.parameters:
            return self.prefix if not self.parameters else other.prefix
        return max(self.prefix, other.prefix, key=len) + "x" + max(self.suffix, other.suffix, key=len)


@dataclass(slots=True)
class _Node:
    children: dict[Segment, _Node] = field(default_factory=dict)
    route: ir.Route | None = None


def segments(path: str) -> tuple[Segment, ...]:
    """A path template, segment by segment."""
    return tuple(_segment(text) for text in path.split("/"))


def _segment(text: str) -> Segment:
    shape = _PARAMETER.sub("{}", text)
    parts = shape.split("{}")
    return Segment(parts[0], parts[-1] if len(parts) > 1 else "", len(parts) - 1, shape)


def _earlier(node: _Node, path: tuple[Segment, ...]) -> Iterator[ir.Route]:
    """The routes in a tree that some request of a path may belong to as well."""
    if not path:
        if node.route is not None:
            yield node.route
        return
    for segment, child in node.children.items():
        if segment.overlaps(path[0]):
            yield from _earlier(child, path[1:])


def _overlapping(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    trees: dict[str, _Node] = {}
    for route in routes_of(service):
        path, node = segments(route.path), trees.setdefault(route.method, _Node())
        for other in _earlier(node, path):
            both = list(zip(path, segments(other.path), strict=True))
            if all(a.takes(b) for a, b in both) or all(b.takes(a) for a, b in both):
                continue
            example = "/".join(a.example(b) for a, b in both)
            message = f"{quoted(f'{route.method} {route.path}')} and {quoted(other.path)} both match "
            message += f"{quoted(example)}; the path with more literal text from the left answers it"
            related = [Related(other.origin, "the other path")]
            yield hit(route, message, "let the paths differ in a literal segment", related=related)
            break
        for segment in path:
            node = node.children.setdefault(segment, _Node())
        node.route = node.route or route


def _taken(service: ir.Service, services: Services) -> Iterator[RuleDiagnostic]:
    """Services share one HTTP API, with the outcomes of their commands in it."""
    taken: dict[tuple[str, str], str] = {}
    for other in services.values():
        if other.commands:
            path = f"{outcomes_path(other.slug)}/{{}}"
            taken["GET", path] = f"the outcomes of the commands of {quoted(other.name)}"
    before = [other for other in services.values() if other.name < service.name]
    for other in before:
        for route in routes_of(other):
            taken.setdefault(_key(route), f"{quoted(route.name)} of {quoted(other.name)}")
    for route in routes_of(service):
        whose = taken.get(_key(route))
        if whose:
            message = f"{quoted(f'{route.method} {route.path}')} is already the path of {whose}"
            yield hit(route, message, "give it another path: all services share one HTTP API")


def _key(route: ir.Route) -> tuple[str, str]:
    return route.method, _PARAMETER.sub("{}", gateway_path(route.path))


def _any_id(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for command in service.commands:
        aggregate = next(known for known in service.aggregates if known.name == command.aggregate)
        schema = command.shape.schema
        members = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
        member = members.get(aggregate.identity)
        paths = [route for route in routes_of(service) if f"{{{aggregate.identity}}}" in route.path]
        given = command.creates and command.identity_from != "path" and isinstance(member, Mapping)
        if not given or not paths or not _any_text(member):
            continue
        message = (
            f"clients choose {quoted(aggregate.identity)}, and {quoted(paths[0].path)} has it: an id with "
        )
        message += "`/`, and `.` and `..`, are refused"
        siblings = sorted(_siblings(service, paths[0].path, aggregate.identity))
        if siblings:
            message += f", and {join_names(siblings[:5])} cannot be read by that path"
        help = f"write `format: uuid` or `pattern: '^[A-Za-z0-9_~-]+$'` at {quoted(aggregate.identity)}"
        yield hit(command, message, help)


def _any_text(schema: object) -> bool:
    return (
        isinstance(schema, Mapping)
        and not _BOUNDED & schema.keys()
        and schema.get("type") not in ("integer", "number", "boolean")
    )


def _siblings(service: ir.Service, path: str, identity: str) -> set[str]:
    """The literal segments that stand where a path has the id."""
    before = path.partition(f"{{{identity}}}")[0]
    after = {
        route.path.removeprefix(before).partition("/")[0]
        for route in routes_of(service)
        if route.path.startswith(before)
    }
    return {segment for segment in after if segment and "{" not in segment}


RULES = (
    Rule("SPF516", "commands", _any_id),
    Rule("SPF517", "queries", _overlapping),
    Rule("SPF518", "queries", _taken),
)
