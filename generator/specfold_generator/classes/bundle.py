"""Requests and definitions -> one flat bundle, in which everything that becomes a class has its name.

Inline objects and enums are hoisted into definitions named after the place they stand in
(`OrderPlacedAddress`), so that no name depends on a count and one more schema renames no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from specfold_generator.classes.clean import Cleaner, Json, Report
from specfold_generator.classes.derived_tags import derive_discriminators
from specfold_generator.classes.discriminators import settle_discriminators, subtype_unions, without_subtypes
from specfold_generator.classes.hoist_inline import Hoister
from specfold_generator.classes.inherited_defaults import inherit_defaults
from specfold_generator.classes.requests import ClassRequest
from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.python.names import Parted, class_name, unique, unique_class

_KINDS = frozenset({"type", "properties", "anyOf", "oneOf", "enum", "const"})


@dataclass(frozen=True)
class Bundle:
    """Clean schemas by class name; every reference is "#/$defs/<class name>"."""

    schemas: dict[str, Json] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    parted: tuple[Parted, ...] = ()  # whose names are not their own

    def target(self, schema: Json) -> str | None:
        """The class that a schema refers to, if it refers to one."""
        reference = schema.get("$ref")
        return reference.removeprefix(REFERENCE) if isinstance(reference, str) else None

    def parts(self, name: str) -> Iterator[Json]:
        """A class's schema and all that apply to the same value: references, allOf, anyOf, oneOf."""
        seen: set[str] = set()
        queue: list[Json] = [{"$ref": REFERENCE + name}]
        while queue:
            schema = queue.pop(0)
            yield schema
            target = self.target(schema)
            if target is not None and target not in seen:
                seen.add(target)
                queue.append(self.schemas.get(target, {}))
            for keyword in ("allOf", "anyOf", "oneOf"):
                queue.extend(schema.get(keyword, ()))

    def members(self, name: str) -> dict[str, Json]:
        """The members that a class may have, by wire name; the nearest schema speaks first."""
        found: dict[str, Json] = {}
        for part in self.parts(name):
            for wire, member in part.get("properties", {}).items():
                found.setdefault(wire, member)
        return found

    def demanded(self, name: str) -> dict[str, Json]:
        """The members that every value of a class has, by wire name."""
        demanded = {wire for part in self.parts(name) for wire in part.get("required", ())}
        return {wire: member for wire, member in self.members(name).items() if wire in demanded}

    def reachable(self, names: Sequence[str]) -> list[str]:
        """These classes and all they refer to, each after those it was reached from."""
        found = dict.fromkeys(names)
        queue = list(names)
        while queue:
            for target in sorted(references(self.schemas[queue.pop(0)])):
                if target not in found:
                    found[target] = None
                    queue.append(target)
        return list(found)


def references(schema: object) -> set[str]:
    """The class names that a clean schema refers to, itself or inside."""
    if isinstance(schema, list):
        return set().union(*map(references, schema))
    if not isinstance(schema, dict):
        return set()
    plain = ("properties", "enum", "default", "discriminator")
    found = references([part for keyword, part in schema.items() if keyword not in plain])
    found |= references(list(schema.get("properties", {}).values()))  # by member name, not by keyword
    return found | {schema["$ref"].removeprefix(REFERENCE)} if isinstance(schema.get("$ref"), str) else found


def make_bundle(
    requests: Sequence[ClassRequest],
    defs: Mapping[str, Any],
    pointers: Mapping[str, str],
    report: Report,
    keep: Collection[str] = (),
) -> Bundle:
    """Clean, name and flatten. Holds what the requests, and the definitions to keep, reach; nothing else."""
    asked = {request.name for request in requests}
    names = _definition_names(defs, asked)
    used = asked | set(names.values())
    unions = subtype_unions(defs)
    any_of = {key: unique_class(f"Any {names[key]}", key, used) for key in unions}
    hoister = Hoister(
        names=names,
        unions={names[key]: union for key, union in any_of.items()},
        used=used | set(any_of.values()),
        cleaner=Cleaner(report),
    )
    for key in sorted(defs):
        schema = without_subtypes(defs[key]) if key in unions else defs[key]
        hoister.define(names[key], class_name(key), schema, pointers.get(key, ""))
    for key, union in unions.items():
        hoister.define(any_of[key], any_of[key], union, pointers.get(key, ""))
    for request in sorted(requests, key=lambda request: request.name):
        hoister.root(request)
    bundle = Bundle(hoister.schemas, hoister.pointers)
    _break_loops(bundle)
    inherit_defaults(list(bundle.schemas.values()), bundle.schemas)
    for name in bundle.schemas:
        _choose_lists(bundle.schemas[name], bundle)
        _open_kindless(bundle.schemas[name], bundle)
        _name_demanded(name, bundle)
    settle_discriminators(bundle.schemas, {name: bundle.demanded(name) for name in bundle.schemas})
    derive_discriminators(bundle.schemas)
    _relax(bundle, requests)
    wanted = [names[key] for key in sorted(keep) if key in names]
    kept = bundle.reachable([*(request.name for request in requests), *wanted])
    plain = {names[key]: class_name(key) for key in names} | hoister.parted
    return _part(bundle, kept, plain | {any_of[key]: class_name(f"Any {names[key]}") for key in unions})


def _part(bundle: Bundle, kept: Collection[str], plain: Mapping[str, str]) -> Bundle:
    """Some classes of a bundle. `plain`: what they would be called if nothing else were called that."""
    places = {name: bundle.pointers.get(name, "") for name in bundle.schemas}
    parted = [
        Parted(places[name], plain[name], name, places.get(plain[name], ""))
        for name in kept
        if plain.get(name, name) != name
    ]
    return Bundle(
        {name: bundle.schemas[name] for name in kept}, {name: places[name] for name in kept}, tuple(parted)
    )


def _definition_names(defs: Mapping[str, Any], asked: set[str]) -> dict[str, str]:
    """A root copies the definition it refers to; if others refer to it too, that one is `<Name>Value`."""
    plain = unique(defs, class_name)
    taken = asked | set(plain.values())
    names: dict[str, str] = {}
    for key, name in plain.items():
        names[key] = unique_class(f"{name}Value", key, taken) if name in asked else name
        taken.add(names[key])
    return names


def _choose_lists(schema: Any, bundle: Bundle) -> None:
    """Lists do not merge: of several for one value the first is the type, and the schema is the judge."""
    for part in schema if isinstance(schema, list) else schema.values() if isinstance(schema, dict) else ():
        _choose_lists(part, bundle)
    if isinstance(schema, dict) and isinstance(schema.get("allOf"), list):
        lists = [part for part in schema["allOf"] if _is_list(part, bundle)]
        if lists:
            schema["allOf"] = lists[:1]


def _open_kindless(schema: Any, bundle: Bundle) -> None:
    """Parts of which none says what kind of value this is limit any kind: the class takes all of them."""
    for part in schema if isinstance(schema, list) else schema.values() if isinstance(schema, dict) else ():
        _open_kindless(part, bundle)
    parts = schema.get("allOf") if isinstance(schema, dict) and not _KINDS & schema.keys() else None
    if isinstance(parts, list) and not any(_has_kind(part, bundle, frozenset()) for part in parts):
        del schema["allOf"]


def _name_demanded(name: str, bundle: Bundle) -> None:
    """A required member that nothing describes may have any value: a class that keeps no others keeps it."""
    schema = bundle.schemas[name]
    if "properties" not in schema or "additionalProperties" in schema:
        return
    known = bundle.members(name)
    for part in (schema, *schema.get("allOf", ())):
        for wire in part.get("required", ()):
            if wire not in known:
                schema["properties"][wire] = {}


def _has_kind(schema: Json, bundle: Bundle, seen: frozenset[str]) -> bool:
    target = bundle.target(schema)
    parts = list(schema.get("allOf", ()))
    if target is not None and target not in seen:
        parts.append(bundle.schemas.get(target, {}))
        seen |= {target}
    return bool(_KINDS & schema.keys()) or any(_has_kind(part, bundle, seen) for part in parts)


def _is_list(schema: Json, bundle: Bundle, depth: int = 0) -> bool:
    target = bundle.schemas.get(bundle.target(schema) or "", {})
    if target and depth < len(bundle.schemas):
        return _is_list(target, bundle, depth + 1)
    return schema.get("type") == "array"


def _break_loops(bundle: Bundle) -> None:
    """Cut references that lead back to their own schema without a member or an item between."""
    state: dict[str, int] = {}

    def cut(schema: Json) -> None:
        target = bundle.target(schema)
        if target is not None and state.get(target) == 1:
            del schema["$ref"]
        elif target is not None and target in bundle.schemas:
            visit(target)
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(keyword, ()):
                cut(part)

    def visit(name: str) -> None:
        if name not in state:
            state[name] = 1
            cut(bundle.schemas[name])
            state[name] = 2

    for name in sorted(bundle.schemas):
        visit(name)


def _relax(bundle: Bundle, requests: Sequence[ClassRequest]) -> None:
    """A request need not send what only the service writes, nor an answer show what only clients write."""
    for flag, bases in (("readOnly", ("Command", "Query")), ("writeOnly", ("Row",))):
        roots = [r.name for r in requests if r.base.rpartition(".")[2].removesuffix("Root") in bases]
        for name in bundle.reachable(roots):
            for part in [bundle.schemas[name], *bundle.schemas[name].get("allOf", ())]:
                members = bundle.members(name)
                if "required" in part:
                    quoted = [w for w in part["required"] if not _has_flag(members.get(w, {}), flag, bundle)]
                    part["required"] = quoted


def _has_flag(member: Json, flag: str, bundle: Bundle) -> bool:
    """Whether a member, or what it refers to, has an annotation."""
    seen: set[str] = set()
    while not member.get(flag):
        target = bundle.target(member)
        if target is None or target in seen:
            return False
        seen.add(target)
        member = bundle.schemas.get(target, {})
    return True
