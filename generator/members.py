"""Members of classes: attribute names, annotations, defaults; from what the engine read and the specs say."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from generator.bundle import Bundle
from generator.engine_output import (
    ReadClass,
    ReadField,
    annotated,
    is_none,
    names_in,
    subscript,
    union,
    union_parts,
)
from generator.limits import fit
from generator.names import attribute_name, constant_name, unique
from generator.quoting import literal
from generator.schemas import Json, Report, escaped


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
        self._attributes: dict[str, dict[str, str]] = {}
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
            self._attributes[name] = inherited | unique(own, attribute_name, inherited.values())
        return self._attributes[name]

    def of(self, name: str) -> list[Member]:
        """The members a class declares itself."""
        facts = self._bundle.members(name) if name in self._bundle.schemas else {}
        attributes = self.attributes(name)
        return [
            self._member(name, field, attributes, facts.get(self._wires[field.name], {}))
            for field in self._classes[name].fields
        ]

    def root(self, name: str) -> ast.expr:
        """The annotation of a class whose payload is no object."""
        return annotated(*self._fitted(self._classes[name].fields[0]))

    def _member(self, owner: str, field: ReadField, attributes: Mapping[str, str], fact: Json) -> Member:
        wire = self._wires[field.name]
        type_, limits = self._fitted(field)
        nullable = self.holds_none(type_)
        default = None if field.required else self.default(type_, fact.get("default"))
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
        used = names_in(node)
        if used & self._inlined.keys():
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
            if len(tags) == 1 and None not in tags:
                found["discriminator"] = ast.Constant(tags.pop())
        return found

    def _personal(self, member: Json) -> bool:
        target = self._bundle.target(member)
        parts = [member, *(self._bundle.parts(target) if target else ())]
        return any(part.get("x-personal-data") for part in parts)

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

    def default(self, node: ast.expr, value: Any) -> str | None:
        """The Python expression of a default, or None where there is none that fits the type."""
        if value is None:
            return None
        for part in union_parts(bare(node)):
            if isinstance(part, ast.Name) and part.id in self._classes:
                found = self._named_default(part.id, value)
            else:
                found = _plain_default(part, value)
            if found is not None:
                return found
        return None

    def _named_default(self, name: str, value: Any) -> str | None:
        read = self._classes[name]
        if read.kind == "enum":
            wanted = [v for v in read.values if type(v) is type(value) and v == value]
            return f"{name}.{member_names(read)[wanted[0]]}" if wanted else None
        return self.default(self.settled(read.fields[0].type), value) if read.kind == "root" else None


def member_names(read: ReadClass) -> dict[str | int, str]:
    """The member name of every value of an enum."""
    texts = unique([str(value) for value in read.values], constant_name)
    return {value: texts[str(value)] for value in read.values}


_PLAIN: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "JsonValue": (str, int, float, bool),
}


def _plain_default(part: ast.expr, value: Any) -> str | None:
    text = ast.unparse(part)
    if type(value) in _PLAIN.get(text, ()):
        return literal(float(value) if text == "float" else value)
    if text.startswith("Literal[") and isinstance(part, ast.Subscript):
        return literal(value) if repr(value) in {ast.unparse(v) for v in _options(part)} else None
    if (
        isinstance(part, ast.Subscript)
        and text.startswith(("list[", "dict["))
        and isinstance(value, list | dict)
    ):
        if not value and isinstance(value, list) == text.startswith("list["):
            return f"Field(default_factory={text[:4]})"
        made = _nested_default(part, value)
        return made and f"Field(default_factory=lambda: {made})"
    return None


def _nested_default(part: ast.expr, value: Any) -> str | None:
    """A list or mapping of plain values, as a new one each time."""
    text = ast.unparse(part)
    if text in ("bool", "float", "int", "str"):
        return _plain_default(part, value)
    if not isinstance(part, ast.Subscript):  # a type checker would infer a narrower list than declared
        return None
    inner = _options(part)[-1]
    if isinstance(value, list) and text.startswith("list["):
        items = [_nested_default(bare(inner), item) for item in value]
        return f"[{', '.join(map(str, items))}]" if None not in items else None
    if isinstance(value, dict) and text.startswith("dict[str, "):
        made = {key: _nested_default(bare(inner), item) for key, item in value.items()}
        return (
            f"{{{', '.join(f'{literal(k)}: {v}' for k, v in made.items())}}}"
            if None not in made.values()
            else None
        )
    return None


def _options(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def bare(node: ast.expr) -> ast.expr:
    """A type without its constraints."""
    return _Bare().visit(deepcopy(node)) if "Annotated" in names_in(node) else node


def _marked(node: ast.expr, mark: str) -> ast.expr:
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Annotated":
        first, *notes = _options(node)
        return subscript("Annotated", ast.Tuple([first, ast.Name(mark), *notes]))
    return subscript("Annotated", ast.Tuple([node, ast.Name(mark)]))


class _Bare(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if getattr(node.value, "id", "") == "Annotated":
            inner: ast.expr = self.visit(_options(node)[0])
            return inner
        return subscript(str(getattr(node.value, "id", "")), self.visit(node.slice))


class _Tags(ast.NodeTransformer):
    """Applies a function to the constraints of every annotated type inside a type."""

    def __init__(self, tag: Callable[[ast.expr, Mapping[str, ast.expr]], dict[str, ast.expr]]) -> None:
        self._tag = tag

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if getattr(node.value, "id", "") != "Annotated":
            return subscript(str(getattr(node.value, "id", "")), self.visit(node.slice))
        first, *notes = _options(node)
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
