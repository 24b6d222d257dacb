"""Classes that the engine read -> modules of Python text: names, order, imports, docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from specfold_generator.classes.bundle import Bundle
from specfold_generator.classes.clean import Report
from specfold_generator.classes.codegen_output import BUILTINS, IMPORTS, EngineError, ReadClass
from specfold_generator.classes.defaults import member_names, names_of
from specfold_generator.classes.members import Member, Members
from specfold_generator.classes.ordering import in_order
from specfold_generator.classes.requests import Attribute, ClassRequest, ClassText
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.python.annotations import names_in
from specfold_generator.python.literals import docstring, literal
from specfold_generator.python.names import Parted, constant_name, module_name

TEMPLATES = Path(__file__).parents[3] / "templates"
VALUES = "values"


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A member as the template prints it."""

    name: str
    annotation: str
    default: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class _View:
    """A class, an enum or an alias as its template prints it. `uses` are the names its text needs."""

    name: str
    template: str
    uses: frozenset[str]
    arguments: str = ""
    annotation: str = ""
    doc: str = ""
    extra: str = ""
    members: tuple[_Line, ...] = ()
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def empty(self) -> bool:
        """A class with nothing in its body."""
        return not (self.members or self.doc or self.extra)


class ClassPrinter:
    """Prints the classes of one service."""

    def __init__(
        self,
        *,
        service: str,
        requests: Sequence[ClassRequest],
        classes: Mapping[str, ReadClass],
        bundle: Bundle,
        wires: Mapping[str, str],
        report: Report,
    ) -> None:
        self._package = f"generated.{module_name(service)}"
        self._requests = {request.name: request for request in requests}
        self._parted: list[Parted] = []
        self._bundle = bundle
        self._members = Members(classes, bundle, wires, report)
        made_up = {
            name for name, read in classes.items() if read.kind == "root" and name not in bundle.schemas
        }
        self._classes = {name: read for name, read in classes.items() if name not in made_up}

    def modules(self) -> dict[str, str]:
        """The text of every module, not yet formatted."""
        views = {name: self._view(name) for name in self._order()}
        names = {request.module for request in self._requests.values()}
        if any(name not in self._requests for name in views):
            names.add(VALUES)
        return {module: self._module(module, views) for module in sorted(names)}

    @property
    def parted(self) -> tuple[Parted, ...]:
        """Members and values that could not have their own names; known when all is printed."""
        return (*self._members.parted, *self._parted)

    def texts(self) -> dict[str, ClassText]:
        """What other generated code may know of every class."""
        return {
            name: ClassText(
                module=self._module_of(name),
                name=name,
                root=read.kind == "root",
                attributes=dict(self._attributes(name)),
            )
            for name, read in self._classes.items()
            if read.kind == "model" or name in self._requests
        }

    def _attributes(self, name: str) -> Iterator[tuple[str, Attribute]]:
        read = self._classes[name]
        if read.kind == "root":
            type_ = self._members.root(name)
            yield "", self._attribute("root", type_, required=True, nullable=self._members.holds_none(type_))
            return
        for base in read.bases:
            if base in self._classes:
                yield from self._attributes(base)
        for member in self._members.of(name):
            yield (
                member.wire,
                self._attribute(member.name, member.type, required=member.required, nullable=member.nullable),
            )

    def _attribute(self, name: str, type_: ast.expr, *, required: bool, nullable: bool) -> Attribute:
        imports = sorted(filter(None, (self._import(used, "") for used in names_in(type_))))
        return Attribute(
            name=name, type=ast.unparse(type_), imports=tuple(imports), required=required, nullable=nullable
        )

    def _module_of(self, name: str) -> str:
        return self._requests[name].module if name in self._requests else VALUES

    def _module(self, module: str, views: Mapping[str, _View]) -> str:
        inside = [view for name, view in views.items() if self._module_of(name) == module]
        used = sorted(set().union(*(view.uses for view in inside)))
        imports = sorted({line for line in (self._import(name, module) for name in used) if line})
        texts = [_environment().get_template(view.template).render({"class": view}) for view in inside]
        return "\n".join(["from __future__ import annotations", "", *imports, "", "", *texts])

    def _import(self, name: str, module: str) -> str:
        if name in self._classes:
            home = self._module_of(name)
            return "" if home == module else f"from {self._package}.{home} import {name}"
        if "." in name:
            home, _, last = name.rpartition(".")
            return f"from {home} import {last}"
        if name in IMPORTS:
            return IMPORTS[name]
        if name in BUILTINS:
            return ""
        raise EngineError(f"the name {name}")

    def _order(self) -> list[str]:
        """Values after the values they need, then requests as asked for.

        Bases, and all that an alias names, must be there before; annotations of members may come later.
        """
        values = self._classes.keys() - self._requests.keys()
        soft = {name: self._needs(name) & values for name in values}
        hard = {
            name: soft[name] if self._is_alias(name) else {*self._classes[name].bases} & values
            for name in values
        }
        return [*in_order(hard, soft), *(name for name in self._requests if name in self._classes)]

    def _needs(self, name: str) -> set[str]:
        read = self._classes[name]
        return {*read.bases}.union(*(names_in(self._members.settled(field.type)) for field in read.fields))

    def _is_alias(self, name: str) -> bool:
        return self._classes[name].kind == "root" and name not in self._requests and not self._recursive(name)

    def _view(self, name: str) -> _View:
        read = self._classes[name]
        if read.kind == "enum":
            return self._enum(read)
        if self._is_alias(name):
            annotation = self._members.root(name)
            uses = names_in(annotation) | {"typing.TypeAlias"}
            return _View(
                name=name, template="alias.py.j2", uses=frozenset(uses), annotation=ast.unparse(annotation),
                doc=self._doc(name),
            )  # fmt: skip
        return self._class(read)

    def _recursive(self, name: str) -> bool:
        """Whether an alias would need itself, through aliases alone."""
        seen: set[str] = set()
        queue = [name]
        while queue:
            for needed in self._needs_of_alias(queue.pop()):
                if needed == name:
                    return True
                if needed not in seen:
                    seen.add(needed)
                    queue.append(needed)
        return False

    def _needs_of_alias(self, name: str) -> set[str]:
        used = names_in(self._members.root(name))
        return {n for n in used if n in self._classes and self._classes[n].kind == "root"}

    def _enum(self, read: ReadClass) -> _View:
        kinds = {type(value) for value in read.values}
        base = "StrEnum" if kinds == {str} else "IntEnum" if kinds == {int} else "Enum"
        names = member_names(read)
        self._parted += _parted_values(names, self._bundle.pointers.get(read.name, ""))
        return _View(
            name=read.name, template="enum.py.j2", uses=frozenset({f"enum.{base}"}), arguments=base,
            doc=self._doc(read.name), values=tuple((names[value], value) for value in read.values),
        )  # fmt: skip

    def _class(self, read: ReadClass) -> _View:
        root = read.kind == "root"
        request = self._requests.get(read.name)
        base = request.base if request else "specfold.Value"
        inherited = [name for name in read.bases if name in self._classes]
        bases = inherited if inherited and not request else [*inherited, f"{base}Root" if root else base]
        keywords = {key: literal(value) for key, value in (request.keywords if request else {}).items()}
        uses = set(bases)
        # of several bases the last one's settings would hold
        if read.extra is not None or (len(bases) > 1 and any(map(self._is_open, inherited))):
            keywords["extra"] = literal("allow")
        if root:
            annotation = self._members.root(read.name, hidden=True)
            lines = [_Line(name="root", annotation=ast.unparse(annotation), default="", doc="")]
            uses |= names_in(annotation)
        else:
            members = self._members.of(read.name)
            lines = [_line(member) for member in members]
            for member in members:
                uses |= _used(member)
        typed = read.extra is not None and getattr(read.extra, "id", "") != "JsonValue"
        if typed and read.extra is not None:
            uses |= names_in(read.extra) | {"Field"}
        arguments = [base.rpartition(".")[2] for base in bases] + [f"{k}={v}" for k, v in keywords.items()]
        return _View(
            name=read.name,
            template="class.py.j2",
            uses=frozenset(uses),
            arguments=", ".join(arguments),
            doc=self._doc(read.name),
            extra=ast.unparse(read.extra) if typed and read.extra is not None else "",
            members=tuple(lines),
        )

    def _is_open(self, name: str) -> bool:
        """Whether a class keeps members that it does not declare, by itself or by a base."""
        read = self._classes.get(name)
        return read is not None and (read.extra is not None or any(map(self._is_open, read.bases)))

    def _doc(self, name: str) -> str:
        request = self._requests.get(name)
        schema = self._bundle.schemas.get(name, {})
        words = (request.doc if request else "") or schema.get("description", "") or schema.get("title", "")
        pointer = request.pointer if request else self._bundle.pointers.get(name, "")
        return "\n\n".join(filter(None, (words.strip(), f"Spec: {pointer}" if pointer else "")))


def _parted_values(names: Mapping[str | int, str], pointer: str) -> Iterator[Parted]:
    values = {name: value for value, name in names.items()}
    for value, name in names.items():
        if name != (wanted := constant_name(str(value))):
            other = f"the value {quoted(str(values[wanted]))}"
            yield Parted(f"{pointer}/enum, {quoted(str(value))}", wanted, name, other)


def _line(member: Member) -> _Line:
    default = "" if member.default is None else f" = {member.default}"
    return _Line(name=member.name, annotation=ast.unparse(member.annotation), default=default, doc=member.doc)


def _used(member: Member) -> set[str]:
    used = names_in(member.annotation)
    used |= names_of(member.default) if member.default else set()
    return {"specfold.Nullable" if name == "Nullable" else name for name in used}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(TEMPLATES / "classes")
    environment = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Python text, not HTML: the filters below quote it
    )
    environment.filters.update(docstring=docstring, literal=literal)
    return environment
