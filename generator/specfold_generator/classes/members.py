"""Members of classes: attribute names, annotations, defaults; from what the engine read and the specs say."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from specfold.model.shared.json_pointer import escaped

from specfold_generator.classes.bundle import Bundle
from specfold_generator.classes.clean import Json, Report
from specfold_generator.classes.codegen_output import ReadClass, ReadField
from specfold_generator.classes.constraints import fit
from specfold_generator.classes.defaults import Defaults
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.python.annotations import (
    annotated,
    arguments,
    bare,
    is_none,
    names_in,
    subscript,
    union,
    union_parts,
)
from specfold_generator.python.literals import WIDTH
from specfold_generator.python.names import Parted, attribute_name, unique


@dataclass(frozen=True, kw_only=True)
class Member:
    """One line of a class body. `annotation` and `default` are Python; `doc` is the spec's words."""

    wire: str
    name: str
    type: ast.expr
    annotation: ast.expr
    default: str | None
    required: bool
    nullable: bool
    doc: str


class Members:
    """The members of every class of a service. `wires` turns the engine's field names into wire names."""

    def __init__(
        self, classes: Mapping[str, ReadClass], bundle: Bundle, wires: Mapping[str, str], report: Report
    ) -> None:
        self._report = report
        self._classes = classes
        self._bundle = bundle
        self._wires = wires
        self._defaults = Defaults(classes, self.settled, bundle)
        self._attributes: dict[str, dict[str, str]] = {}
        self.parted: list[Parted] = []
        self._members: dict[str, list[Member]] = {}
        self._private = {
            wire
            for name in bundle.schemas
            for wire, member in bundle.members(name).items()
            if self._personal(member)
        }
        self._aliases = {name: read.fields[0].type for name, read in classes.items() if read.kind == "root"}
        self._inlined = {
            name: annotated(*fit(type_, classes[name].fields[0].constraints, self._aliases))
            for name, type_ in self._aliases.items()
            if name not in bundle.schemas
        }

    def attributes(self, name: str) -> dict[str, str]:
        """Wire name -> attribute name of a class; the inherited keep the names their own class gave them."""
        if name not in self._attributes:
            read = self._classes[name]
            if read.kind != "model":
                return {}
            inherited: dict[str, str] = {}
            for base in read.bases:
                if base in self._classes:
                    inherited.update(self.attributes(base))
            own = [
                self._wires[field.name] for field in read.fields if self._wires[field.name] not in inherited
            ]
            made = self._attributes[name] = inherited | unique(own, attribute_name, inherited.values())
            self.parted += self._parted(name, {wire: made[wire] for wire in own}, made)
        return self._attributes[name]

    def _parted(self, name: str, own: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Parted]:
        wires = {attribute: wire for wire, attribute in known.items()}
        for wire, attribute in own.items():
            if attribute != (wanted := attribute_name(wire)):
                place = f"{self._bundle.pointers.get(name, '')}/properties"
                yield Parted(
                    f"{place}/{escaped(wire)}", wanted, attribute, f"the member {quoted(wires[wanted])}"
                )

    def of(self, name: str) -> list[Member]:
        """The members a class declares itself."""
        if name not in self._members:
            self._members[name] = self._declared(name)
        return self._members[name]

    def _declared(self, name: str) -> list[Member]:
        facts = self._bundle.members(name) if name in self._bundle.schemas else {}
        attributes = self.attributes(name)
        return [
            self._member(name, field, attributes, facts.get(self._wires[field.name], {}))
            for field in self._classes[name].fields
        ]

    def root(self, name: str, *, hidden: bool = False) -> ast.expr:
        """The annotation of a class whose payload is no object; `hidden`: out of reprs, if it is personal."""
        type_, limits = self._fitted(self._classes[name].fields[0])
        if hidden and self._personal(self._bundle.schemas.get(name, {})):
            limits["repr"] = ast.Constant(False)
        return annotated(type_, limits)

    def _member(self, owner: str, field: ReadField, attributes: Mapping[str, str], fact: Json) -> Member:
        wire = self._wires[field.name]
        type_, limits = self._fitted(field)
        nullable = self.holds_none(type_)
        default = None if field.required else self._defaults.of(type_, fact.get("default"), owner)
        if default is None and fact.get("default") is not None and not field.required:
            place = f"{self._bundle.pointers.get(owner, '')}/properties/{escaped(wire)}"
            self._report(place, "default", "is no value of the type that a class can hold")
        if not field.required and default is None:
            default = "None"
            type_ = type_ if nullable else union([*union_parts(type_), ast.Constant(None)])
        notes: dict[str, ast.expr] = {}
        if attributes[wire] != wire:
            notes["alias"] = ast.Constant(wire)
        notes.update(limits)
        if fact.get("deprecated"):
            notes["deprecated"] = ast.Constant(True)
        if self._personal(fact) or (not fact and wire in self._private):
            notes["repr"] = ast.Constant(False)
        if default is not None and len(f"    {attributes[wire]}: {ast.unparse(type_)} = (") > WIDTH:
            notes.setdefault("alias", ast.Constant(wire))  # or there are no brackets where the line may break
        annotation = annotated(type_, notes)
        if nullable and not field.required:
            annotation = _marked(annotation, "Nullable")
        return Member(
            wire=wire,
            name=attributes[wire],
            type=bare(type_),
            annotation=annotation,
            default=default,
            required=field.required,
            nullable=nullable,
            doc=fact.get("description", ""),
        )

    def settled(self, node: ast.expr) -> ast.expr:
        """A type with the types that the engine made up written out, and tags by attribute name."""
        if isinstance(node, ast.Name) and node.id not in self._inlined:
            return node
        if names_in(node) & self._inlined.keys():
            node = _Inline(self._inlined).visit(deepcopy(node))
        return _Tags(self._tag).visit(deepcopy(node)) if "Annotated" in names_in(node) else node

    def _fitted(self, field: ReadField) -> tuple[ast.expr, dict[str, ast.expr]]:
        return fit(self.settled(field.type), self._tag(field.type, field.constraints), self._aliases)

    def _tag(self, type_: ast.expr, constraints: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
        """Constraints in which a discriminator is the attribute that all branches have, or is left out."""
        found = dict(constraints)
        tag = found.pop("discriminator", None)
        if isinstance(tag, ast.Constant) and isinstance(tag.value, str):
            wire = self._wires.get(tag.value, tag.value)
            branches = [part.id for part in union_parts(bare(type_)) if isinstance(part, ast.Name)]
            tags = {self.attributes(branch).get(wire) for branch in branches if branch in self._classes}
            certain = all(self._is_constant(branch, wire) for branch in branches)
            if len(tags) == 1 and None not in tags and certain:
                found["discriminator"] = ast.Constant(tags.pop())
        return found

    def _is_constant(self, name: str, wire: str) -> bool:
        """Whether a member of a class is of a type that lists its values, as pydantic wants of a tag."""
        read = self._classes.get(name)
        if read is None or read.kind != "model":  # only a model has members
            return False
        own = next((bare(field.type) for field in read.fields if self._wires[field.name] == wire), None)
        if own is None:
            return any(self._is_constant(base, wire) for base in read.bases)
        kind = self._classes.get(getattr(own, "id", ""))
        return "Literal" in names_in(own) or (kind is not None and kind.kind == "enum")

    def _personal(self, member: Json, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a value, or an item of it, is marked; members of its own are marked in its own class."""
        target = self._bundle.target(member)
        parts = [member]
        if target is not None and target not in seen:
            parts += self._bundle.parts(target)
            seen |= {target}
        held = [part.get(keyword) for part in parts for keyword in ("items", "additionalProperties")]
        held += [item for part in parts for item in part.get("prefixItems", ())]
        held += [branch for keyword in ("allOf", "anyOf", "oneOf") for branch in member.get(keyword, ())]
        return any(part.get("x-personal-data") for part in parts) or any(
            isinstance(part, dict) and self._personal(part, seen) for part in held
        )

    def holds_none(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether null is one of the values."""
        for part in union_parts(bare(node)):
            name = getattr(part, "id", "")
            read = self._classes.get(name)
            if is_none(part) or name == "JsonValue":
                return True
            if (
                read
                and read.kind == "root"
                and name not in seen
                and self.holds_none(read.fields[0].type, seen | {name})
            ):
                return True
        return False


def _marked(node: ast.expr, mark: str) -> ast.expr:
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Annotated":
        first, *notes = arguments(node)
        return subscript("Annotated", ast.Tuple([first, ast.Name(mark), *notes]))
    return subscript("Annotated", ast.Tuple([node, ast.Name(mark)]))


class _Tags(ast.NodeTransformer):
    """Applies a function to the constraints of every annotated type inside a type."""

    def __init__(self, tag: Callable[[ast.expr, Mapping[str, ast.expr]], dict[str, ast.expr]]) -> None:
        self._tag = tag

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if getattr(node.value, "id", "") != "Annotated":
            return subscript(str(getattr(node.value, "id", "")), self.visit(node.slice))
        first, *notes = arguments(node)
        kept = {str(k.arg): k.value for note in notes if isinstance(note, ast.Call) for k in note.keywords}
        return annotated(self.visit(first), self._tag(first, kept))


class _Inline(ast.NodeTransformer):
    def __init__(self, types: Mapping[str, ast.expr]) -> None:
        self._types = types

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self._types.get(node.id)
        if found is None:
            return node
        # A made-up type that names itself would never end: each name is replaced once on its way.
        rest = {name: type_ for name, type_ in self._types.items() if name != node.id}
        inner: ast.expr = _Inline(rest).visit(deepcopy(found))
        return inner
