"""Rules for recursive schemas: reading a value must not take more with each level that is added to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.json_schema.keywords import NAMED_SCHEMAS, REFERENCE, SCHEMA, SCHEMAS
from specfold_generator.json_schema.references import references_in
from specfold_generator.lint.rules.members import kinds
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir

_NESTING = ("object", "array")


def _exploding(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    reached = _reachable(service)
    told: set[str] = set()
    for key, shape in service.definitions.items():
        if key in told:
            continue
        count = max((_alike(service, key, union, reached) for union in _unions(shape.schema)), default=0)
        if count > 1:
            told |= {other for other in reached[key] if key in reached[other]}
            message = f"{quoted(shape.name)} holds itself in {count} alternatives that no member tells apart"
            help_ = (
                "give each alternative a required member with a `const` of its own, for example "
                "`kind: {const: ...}`; until then values nested deeper than a few levels are refused"
            )
            yield hit(shape, message, help_)


def _reachable(service: ir.Service) -> dict[str, set[str]]:
    """For each definition all that it refers to, itself or through others."""
    direct = {
        key: {reference.removeprefix(REFERENCE) for reference in references_in(shape.schema)}
        for key, shape in service.definitions.items()
    }
    found: dict[str, set[str]] = {}
    for key in direct:
        found[key] = set()
        queue = [key]
        while queue:
            new = direct.get(queue.pop(), set()) - found[key]
            found[key] |= new
            queue.extend(new)
    return found


def _unions(schema: ir.Schema) -> Iterator[list[ir.Schema]]:
    """The alternatives in a schema, wherever they are in it, unless a discriminator chooses among them."""
    queue: list[Any] = [schema]
    while queue:
        here = queue.pop()
        if not isinstance(here, Mapping):
            continue
        for keyword, value in here.items():
            if keyword in ("oneOf", "anyOf") and "discriminator" not in here:
                yield value
            if keyword in SCHEMA:
                queue.append(value)
            elif keyword in SCHEMAS:
                queue.extend(value)
            elif keyword in NAMED_SCHEMAS:
                queue.extend(value.values())


def _alike(service: ir.Service, key: str, union: list[ir.Schema], reached: Mapping[str, set[str]]) -> int:
    """How many alternatives that lead back to a definition may be tried for one value."""
    leading = [
        branch
        for branch in union
        for targets in ({reference.removeprefix(REFERENCE) for reference in references_in(branch)},)
        if key in targets or any(key in reached.get(target, ()) for target in targets)
    ]
    if len(leading) < 2 or _told_apart(service, [branch for branch in union if branch != {"type": "null"}]):
        return 0
    named = [kinds(service, branch) for branch in leading]
    return max(sum(not own or kind in own for own in named) for kind in _NESTING)


def _told_apart(service: ir.Service, branches: list[ir.Schema]) -> bool:
    """Whether a required member has another constant in each branch."""
    constants = [_constants(service, branch) for branch in branches]
    return any(
        all(name in own for own in constants) and len({own[name] for own in constants}) == len(constants)
        for name in constants[0]
    )


def _constants(service: ir.Service, schema: ir.Schema) -> dict[str, str]:
    """The required members of an object that are one text each."""
    found: dict[str, str] = {}
    required: set[str] = set()
    seen: set[str] = set()
    queue = [schema]
    while queue:
        part = queue.pop()
        if isinstance(part, bool) or part.keys() & {"oneOf", "anyOf"}:
            continue
        required.update(part.get("required", ()))
        for name, member in part.get("properties", {}).items():
            values = _values(service, member)
            if len(values) == 1 and isinstance(values[0], str):
                found[name] = values[0]
        queue.extend(part.get("allOf", ()))
        reference = str(part.get("$ref", "")).removeprefix(REFERENCE)
        if reference in service.definitions and reference not in seen:
            seen.add(reference)
            queue.append(service.definitions[reference].schema)
    return {name: text for name, text in found.items() if name in required}


def _values(service: ir.Service, member: ir.Schema) -> list[Any]:
    seen: set[str] = set()
    while not isinstance(member, bool):
        if "const" in member or "enum" in member:
            return [member["const"]] if "const" in member else list(member["enum"])
        reference = str(member.get("$ref", "")).removeprefix(REFERENCE)
        if reference not in service.definitions or reference in seen:
            break
        seen.add(reference)
        member = service.definitions[reference].schema
    return []


RULES = (Rule("SPF563", "schemas", _exploding),)
