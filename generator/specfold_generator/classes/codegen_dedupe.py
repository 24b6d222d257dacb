"""What is alike is asked of the engine once: most members of a service are a text, a number or a Money.

What a plain member becomes depends on its own schema, on whether it is required, and on the kind of what it
refers to; what an enum becomes, on its values. So the engine is shown each such member once, in a class of
ours, and each list of values once. Classes that hold nothing but plain members are put together here.
Whatever is composed, open, or told apart by a tag goes to the engine as it is, with all that it refers to.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from specfold_generator.classes.bundle import references
from specfold_generator.classes.clean import Json
from specfold_generator.classes.codegen_input import MARK
from specfold_generator.classes.codegen_output import EngineError, ReadClass, ReadField
from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.python.names import unique_class

_CLASS = frozenset({"additionalProperties", "properties", "required", "type"})
_MEMBER = frozenset({
    "$ref", "additionalProperties", "anyOf", "const", "exclusiveMaximum", "exclusiveMinimum", "format",
    "items", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "multipleOf", "oneOf",
    "pattern", "type",
})  # fmt: skip
_PARTS = ("additionalProperties", "anyOf", "items", "oneOf")  # of a member, that are schemas or lists of them
_MOST = 100  # members of one class of ours


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where the engine's word on a member will stand, and which class is meant by the one it names there."""

    holder: str
    field: str
    named: str
    meant: str


class Shared:
    """What to ask instead of `schemas`, and how to read the answer. The names in both end in the mark."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas
        self._whole = _reachable(schemas, [name for name in schemas if not _is_alike(schemas[name])])
        self._alone = self._alike_alone()
        self._taken = set(map(_plain, schemas))
        self._object = self._new("Stand In")
        self._holders: dict[str, Json] = {}
        self._latest: dict[object, str] = {}  # holder by whether it keeps members that it does not name
        self._places: dict[str, tuple[str, str]] = {}  # a member as asked for -> holder and field
        self._members = {
            name: {field: self._ask(schema, field) for field in schema["properties"]}
            for name, schema in schemas.items()
            if self._is_object(name)
        }

    @property
    def schemas(self) -> dict[str, Json]:
        """Definitions for the engine."""
        kept = {*self._whole, *self._alone.values()}
        found = {name: schema for name, schema in self._schemas.items() if name in kept}
        if self._holders:
            found[self._object] = {"properties": {"p_a": {"type": "string"}}, "type": "object"}
        return found | self._holders

    def shows(self, name: str) -> bool:
        """Whether the engine is shown this class as it is."""
        return f"{name}{MARK}" in {*self._whole, *self._alone.values()}

    def classes(self, read: Mapping[str, ReadClass]) -> dict[str, ReadClass]:
        """The classes that `schemas` make, of those that the engine made of what it was asked.

        Raises:
            EngineError: it made up a class beside them, whose name may depend on what it was not shown.
        """
        made_up = {name: one for name, one in read.items() if name not in self._taken}
        if any(one.kind != "root" for one in made_up.values()):
            raise EngineError("a class that nobody asked for")
        types = _Types(read, made_up, self._taken)
        found = {}
        for marked in self._schemas:
            name = _plain(marked)
            if marked in self._members:
                found[name] = types.assembled(name, self._members[marked])
            elif alike := read.get(_plain(self._alone.get(marked, marked))):
                found[name] = replace(alike, name=name)
        return found | made_up | types.copies

    def _alike_alone(self) -> dict[str, str]:
        """What stands alone, and the first that is the very same: the engine need see no other."""
        first: dict[str, str] = {}
        return {
            name: first.setdefault(json.dumps(schema), name)
            for name, schema in self._schemas.items()
            if name not in self._whole and not schema.get("properties")
        }

    def _is_object(self, name: str) -> bool:
        return name in self._schemas and name not in self._whole and name not in self._alone

    def _new(self, wanted: str) -> str:
        name = unique_class(wanted, wanted, self._taken)
        self._taken.add(name)
        return f"{name}{MARK}"

    def _ask(self, schema: Json, field: str) -> _Asked:
        """Have a member asked for, with a stand-in for the class that it refers to."""
        member = schema["properties"][field]
        meant = next(iter(references(member)), "")
        named = self._object if self._is_object(meant) else self._alone.get(meant, meant)
        quoted = member if named == meant else _referring(member, REFERENCE + named)
        required = field in schema.get("required", ())
        rest = {key: schema[key] for key in ("additionalProperties",) if key in schema}
        text = json.dumps([quoted, required, rest])
        if text not in self._places:
            self._places[text] = self._place(quoted, required, rest)
        return _Asked(*self._places[text], _plain(named), _plain(meant))

    def _place(self, member: Json, required: bool, rest: Json) -> tuple[str, str]:
        """A new member of the latest class of ours with this `rest`, or of a new one if that is full."""
        holder = self._latest.get(json.dumps(rest), "")
        if len(self._holders.get(holder, {}).get("properties", ())) == (_MOST if holder else 0):
            holder = self._latest[json.dumps(rest)] = self._new(f"Held {len(self._holders)}")
            self._holders[holder] = {**rest, "properties": {}, "required": [], "type": "object"}
        held = self._holders[holder]
        field = f"p_{len(held['properties'])}"
        held["properties"][field] = member
        held["required"] += [field] if required else []
        return _plain(holder), field


class _Types:
    """Members as the engine wrote them, each once for every class that it may refer to."""

    def __init__(
        self, read: Mapping[str, ReadClass], made_up: Mapping[str, ReadClass], taken: Iterable[str]
    ) -> None:
        self._read = read
        self._made_up = made_up
        self._taken = {*taken, *made_up}
        self._fields = {name: {field.name: field for field in one.fields} for name, one in read.items()}
        self._known: dict[_Asked, ReadField] = {}
        self._copied: dict[tuple[str, str], str] = {}
        self.copies: dict[str, ReadClass] = {}  # of types that the engine made up, for another class in them

    def assembled(self, name: str, members: Mapping[str, _Asked]) -> ReadClass:
        """A class of these members."""
        fields = [replace(self._field(asked), name=field) for field, asked in members.items()]
        holder = self._read[next(iter(members.values())).holder]
        return ReadClass(name, "model", bases=list(holder.bases), fields=fields, extra=holder.extra)

    def _field(self, asked: _Asked) -> ReadField:
        if asked not in self._known:
            field = self._fields[asked.holder][asked.field]
            same = asked.named == asked.meant
            self._known[asked] = field if same else self._meaning(field, asked.named, asked.meant)
        return self._known[asked]

    def _meaning(self, field: ReadField, named: str, meant: str) -> ReadField:
        """The field, where one class is named and another is meant."""

        def other(name: str) -> str:
            return meant if name == named else self._copy(name, named, meant)

        return replace(field, type=_Renamed(other).visit(deepcopy(field.type)))

    def _copy(self, name: str, named: str, meant: str) -> str:
        if name not in self._made_up:
            return name
        if (name, meant) not in self._copied:
            copy = self._copied[name, meant] = unique_class(f"{name} of {meant}", name, self._taken)
            self._taken.add(copy)
            fields = [self._meaning(field, named, meant) for field in self._made_up[name].fields]
            self.copies[copy] = replace(self._made_up[name], name=copy, fields=fields)
        return self._copied[name, meant]


class _Renamed(ast.NodeTransformer):
    def __init__(self, other: Callable[[str], str]) -> None:
        self._other = other

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._other(node.id))


def _plain(name: str) -> str:
    return name.removesuffix(MARK)


def _is_alike(schema: Json) -> bool:
    """Whether it is an object of plain members; or an enum, or anything else that stands alone."""
    members = schema.get("properties")
    if not members:
        return not references(schema)
    return (
        schema.keys() <= _CLASS
        and schema.get("type") == "object"
        and isinstance(schema.get("additionalProperties", False), bool)
        and members.keys() >= {*schema.get("required", ())}
        and all(_is_plain(member) and len(references(member)) <= 1 for member in members.values())
    )


def _is_plain(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return all(map(_is_plain, schema)) if isinstance(schema, list) else True
    return schema.keys() <= _MEMBER and all(_is_plain(schema[key]) for key in _PARTS if key in schema)


def _referring(schema: Any, reference: str) -> Any:
    """A plain member that refers to something else."""
    if isinstance(schema, list):
        return [_referring(part, reference) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: _referring(schema[key], reference) for key in _PARTS if key in schema}
    return {**schema, **changed, **({"$ref": reference} if "$ref" in schema else {})}


def _reachable(schemas: Mapping[str, Json], names: Iterable[str]) -> set[str]:
    """These definitions, and all that they refer to."""
    queue = list(names)
    found = set(queue)
    while queue:
        new = {target for target in references(schemas[queue.pop()]) if target in schemas} - found
        found |= new
        queue += new
    return found
