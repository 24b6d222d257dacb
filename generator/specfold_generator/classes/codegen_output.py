"""The text that datamodel-code-generator wrote -> what it says, and nothing it should not say.

Its output is read as a syntax tree, never run and never copied: a node outside the small language of
annotations below stops the build. So a specification cannot reach the generated code through the library.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from specfold_generator.python.annotations import annotated, arguments, subscript, union, union_parts
from specfold_generator.python.names import unique_class

Kind = Literal["model", "root", "enum"]

# What an annotation may name, and the import that brings it. `dt` and JsonValue are ours: see _Rewrite.
IMPORTS: Mapping[str, str] = {
    "Annotated": "from typing import Annotated",
    "AwareDatetime": "from pydantic import AwareDatetime",
    "Decimal": "from decimal import Decimal",
    "Field": "from pydantic import Field",
    "IPv4Address": "from ipaddress import IPv4Address",
    "IPv6Address": "from ipaddress import IPv6Address",
    "JsonValue": "from pydantic import JsonValue",
    "Literal": "from typing import Literal",
    "UUID": "from uuid import UUID",
    "dt": "import datetime as dt",
}
BUILTINS = frozenset({"bool", "dict", "float", "int", "list", "set", "str", "tuple"})
# In the order in which a reader expects them.
CONSTRAINTS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length", "pattern", "discriminator")
# Beside other types the engine writes limits as calls; they become `Annotated` as everywhere else.
_LIMITED = {"constr": "str", "conint": "int", "confloat": "float", "condecimal": "Decimal"}
_SIGNED = {
    f"{sign}{type_.capitalize()}": (type_, limit)
    for sign, limit in {"Positive": "gt", "Negative": "lt", "NonNegative": "ge", "NonPositive": "le"}.items()
    for type_ in ("int", "float")
}
ENUM_BASES = {"Enum", "IntEnum", "StrEnum"}
_CLOCK = frozenset({"date", "time"})


class EngineError(Exception):
    """The library wrote something that is not understood here; says what, and in which class if in one."""

    def __init__(self, message: str, within: str = "") -> None:
        super().__init__(message)
        self.within = within


@dataclass(frozen=True)
class ReadField:
    """A member as written: its annotation without MISSING, its constraints apart."""

    name: str
    type: ast.expr
    constraints: Mapping[str, ast.expr]
    required: bool


@dataclass
class ReadClass:
    """A class as written. `extra` is the type of members it does not name, if it keeps them."""

    name: str
    kind: Kind
    bases: list[str] = field(default_factory=list)
    fields: list[ReadField] = field(default_factory=list)
    values: list[str | int] = field(default_factory=list)
    extra: ast.expr | None = None


def read_classes(source: str, mark: str) -> dict[str, ReadClass]:
    """The classes of a module, in its order. A name that ends in `mark` is the name before it.

    Raises:
        EngineError: the module holds anything but imports, classes and `Class.model_rebuild()`.
    """
    found: dict[str, ReadClass] = {}
    tree = ast.parse(source)
    for node in _Unmark(mark, tree).visit(tree).body:
        if isinstance(node, ast.ClassDef):
            try:
                found[node.name] = _read_class(node)
            except EngineError as error:
                raise EngineError(str(error), node.name) from error
        elif isinstance(node, ast.Assign):
            alias = _read_alias(node)
            found[alias.name] = alias
        elif not isinstance(node, ast.ImportFrom | ast.Import | ast.Expr):
            raise EngineError(f"a statement of kind {type(node).__name__}")
    return found


class _Unmark(ast.NodeTransformer):
    """Gives classes the names that were asked for; those that nobody asked for take names that nobody has.

    What the library imports under another name, because a value of the spec has its own, gets its own again;
    a class that is named by a text, because it is defined further down, is named by its name.
    """

    def __init__(self, mark: str, tree: ast.Module) -> None:
        self._mark = mark
        defined = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        defined += [
            t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)
        ]
        self._names = {name: name.removesuffix(mark) for name in defined if name.endswith(mark)}
        for name in sorted({*defined} - self._names.keys()):
            self._names[name] = unique_class(name.replace(mark, "Part"), name, self._names.values())
        imported = [alias for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
        self._names |= {alias.asname: alias.name for alias in imported if alias.asname}

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        self.generic_visit(node)
        node.name = self._names[node.name]
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        if getattr(node.value, "id", "") not in ("Literal", "Annotated"):
            node.slice = self._named(node.slice)
        self.generic_visit(node)
        return node

    def _named(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Tuple):
            return ast.Tuple([self._named(part) for part in node.elts])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and self._mark in node.value:
            return ast.parse(node.value, mode="eval").body
        return node


def _read_alias(node: ast.Assign) -> ReadClass:
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="TypeAliasType"), args=[ast.Constant(), aliased]),
        ):
            return ReadClass(name, "root", fields=[_read_field("root", aliased, None)])
    raise EngineError(f"the assignment {ast.unparse(node)[:80]!r}")


def _read_class(node: ast.ClassDef) -> ReadClass:
    bases = [base for base in node.bases if isinstance(base, ast.Name)]
    names = [base.id for base in bases]
    if len(bases) != len(node.bases):
        root = node.bases[0]
        if not (
            isinstance(root, ast.Subscript)
            and isinstance(root.value, ast.Name)
            and root.value.id == "RootModel"
        ):
            raise EngineError(f"the bases of {node.name}")
        names = ["RootModel"]
    kind: Kind = "root" if names == ["RootModel"] else "enum" if ENUM_BASES & {*names} else "model"
    read = ReadClass(node.name, kind, [name for name in names if name not in ENUM_BASES | {"RootModel"}])
    for statement in node.body:
        _read_statement(statement, read)
    return read


def _read_statement(statement: ast.stmt, read: ReadClass) -> None:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant(value=str())):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            read.fields.append(_read_field(name, annotation, value))
        case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Call(keywords=keywords)):
            settings = {k.arg: k.value.value for k in keywords if isinstance(k.value, ast.Constant)}
            if settings.get("extra") == "allow":
                read.extra = read.extra or ast.Name("JsonValue")
        case ast.Assign(
            targets=[ast.Name(id="__annotations__")], value=ast.Dict(values=[ast.Subscript() as held])
        ):
            read.extra = arguments(_Rewrite().visit(held))[1]
        case ast.Assign(targets=[ast.Name()], value=value) if read.kind == "enum":
            read.values.append(ast.literal_eval(value))
        case _:
            raise EngineError(f"a statement of kind {type(statement).__name__} in {read.name}")


def _read_field(name: str, annotation: ast.expr, value: ast.expr | None) -> ReadField:
    constraints: dict[str, ast.expr] = {}
    if isinstance(annotation, ast.Subscript) and getattr(annotation.value, "id", "") == "Annotated":
        annotation, *notes = arguments(annotation)
        for note in notes:
            constraints.update(_constraints(note))
    return ReadField(name, _Rewrite().visit(annotation), constraints, required=value is None)


def _constraints(note: ast.expr) -> dict[str, ast.expr]:
    if not (isinstance(note, ast.Call) and getattr(note.func, "id", "") in ("Field", "StringConstraints")):
        raise EngineError(f"a note {ast.unparse(note)!r} in an annotation")
    return _limits(note)


def _limits(note: ast.Call) -> dict[str, ast.expr]:
    found = {k.arg: k.value for k in note.keywords if k.arg in CONSTRAINTS}
    for value in found.values():
        ast.literal_eval(value)
    return {name: found[name] for name in CONSTRAINTS if name in found}


class _Rewrite(ast.NodeTransformer):
    """Annotations in our spelling: no MISSING, no Any, `dt.date` for a date, constraints only as `Field`."""

    def visit(self, node: ast.AST) -> Any:
        match node:
            case (
                ast.Name()
                | ast.Subscript()
                | ast.BinOp()
                | ast.BitOr()
                | ast.Tuple()
                | ast.Load()
                | ast.Call()
            ):
                return super().visit(node)
            case ast.Constant(value=None):
                return node
        raise EngineError(f"{type(node).__name__} in an annotation")

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = getattr(node.func, "id", "")
        if name not in _LIMITED or node.args:
            raise EngineError(f"{name}(...) in an annotation")
        return annotated(ast.Name(_LIMITED[name]), _limits(node))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        match node.id:
            case "Any" | "object":
                return ast.Name("JsonValue")
            case "list" | "set":
                return subscript(node.id, ast.Name("JsonValue"))
            case "dict":
                return subscript("dict", ast.Tuple([ast.Name("str"), ast.Name("JsonValue")]))
            case name if name in _CLOCK:
                return ast.Attribute(ast.Name("dt"), name)
            case name if name in _SIGNED:
                type_, limit = _SIGNED[name]
                return annotated(ast.Name(type_), {limit: ast.Constant(0)})
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        name = getattr(node.value, "id", "")
        held = arguments(node)
        if name == "Literal":
            for value in held:
                ast.literal_eval(value)
            return node
        if name == "Annotated":
            kept = {name: value for note in held[1:] for name, value in _constraints(note).items()}
            return annotated(self.visit(held[0]), kept)
        if name in ("Union", "Optional"):  # where a class is named by a text
            return self._union([*held, ast.Constant(None)] if name == "Optional" else held)
        name = {"Dict": "dict", "List": "list"}.get(name, name)
        if name not in BUILTINS:
            raise EngineError(f"{name}[...] in an annotation")
        inner = [self.visit(part) for part in held]
        return subscript(name, inner[0] if len(inner) == 1 else ast.Tuple(inner))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return self._union(union_parts(node))

    def _union(self, parts: Iterable[ast.expr]) -> ast.expr:
        kept = [part for part in parts if getattr(part, "id", "") != "MISSING"]
        visited = {ast.dump(part): part for part in map(self.visit, kept)}
        return union(list(visited.values()))
