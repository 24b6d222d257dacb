"""Handwritten modules beside what the specs ask for: what is to be written, and what is left over.

Modules are read, never imported: what stands in them may be half written, or not yet importable.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import join_names, quoted, suggest
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related
from specfold_generator.output.stubs import HANDWRITTEN, Scaffold
from specfold_generator.python.format import format_python
from specfold_generator.python.source_reader import (
    Function,
    aliases,
    cases_of,
    defined,
    functions,
    imported,
    stub_line,
    takes_the_rest,
)
from specfold_generator.rendering.stubs import Stub

MOST = 5  # names in one message
Folders = Mapping[str, Mapping[str, str]]  # generated texts by package and path


@dataclass(frozen=True, kw_only=True)
class _Module:
    """A handwritten module, and the stub that the specs ask for in its place; None: they ask for none."""

    path: str
    tree: ast.Module
    stub: Stub | None

    @cached_property
    def taken(self) -> Mapping[str, tuple[str, str]]:
        """What it imports: the module and the name there, by local name."""
        return aliases(self.tree)

    @cached_property
    def wanted(self) -> Mapping[str, tuple[str, str]]:
        """What its stub imports."""
        return aliases(ast.parse("\n".join(self.stub.view.imports))) if self.stub else {}

    def span(self, node: ast.stmt | ast.expr | ast.alias) -> Location:
        """The first line of a statement."""
        end = node.end_col_offset if node.end_lineno == node.lineno else node.col_offset
        return Location(self.path, node.lineno, node.col_offset + 1, node.lineno, (end or 0) + 1)


def compare_handwritten(root: Path, scaffolds: Iterable[Scaffold], folders: Folders) -> list[Diagnostic]:
    """What is left to write by hand, and what is no longer asked for."""
    generated = _Generated(folders)
    return [finding for scaffold in scaffolds for finding in _package(root, scaffold, generated)]


class _Generated:
    """What can be imported from generated packages. A module is read once, however many import from it."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._names: dict[str, frozenset[str] | None] = {}

    def names(self, module: str) -> frozenset[str] | None:
        """What a dotted module offers; None if it is of no package that was generated."""
        if module not in self._names:
            self._names[module] = self._read(module)
        return self._names[module]

    def _read(self, module: str) -> frozenset[str] | None:
        package, _, inner = module.removeprefix("generated.").partition(".")
        texts = self._folders.get(package)
        if texts is None:
            return None
        if not inner:
            return frozenset(Path(path).stem for path in texts)
        return frozenset(defined(ast.parse(texts.get(f"{inner.replace('.', '/')}.py", ""))))


def _package(root: Path, scaffold: Scaffold, generated: _Generated) -> Iterator[Diagnostic]:
    stubs = {scaffold.path(stub.module): stub for stub in scaffold.stubs}
    for file in sorted((root / HANDWRITTEN / scaffold.package).glob("*.py")):
        path = file.relative_to(root).as_posix()
        try:
            tree = ast.parse(file.read_text("utf-8"))
        except (OSError, SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 0
            yield diagnose("SPF722", Location(path, line, 1, line, 1), f"this module cannot be read: {error}")
            continue
        module = _Module(path=path, tree=tree, stub=stubs.get(path))
        yield from _functions(module)
        yield from _imports(module, generated)
        if module.stub:
            yield from _unfilled(module, module.stub)
            yield from _untaken(module, module.stub)
            yield from _returns(module, module.stub)


def _functions(module: _Module) -> Iterator[Diagnostic]:
    """Functions that are asked for and not there, and the other way round."""
    known = functions(module.tree)
    asked = module.stub.functions if module.stub else {}
    there = defined(module.tree)
    missing = [function for function in asked if function not in there]
    if module.stub:
        yield from (_missing(module.path, module.stub, function) for function in missing)
    for name, function in known.items():
        if function.handler and name not in asked:
            yield _spare(module.path, function, missing)


def _missing(path: str, stub: Stub, function: str) -> Diagnostic:
    text = format_python({"stub.py": stub.part(function)})["stub.py"].strip()
    text = text.removeprefix("from __future__ import annotations").strip()
    related = [Related(stub.origins[function], "the specs ask for it here")]
    message = f"to be written by hand: {path}: def {function}"
    return diagnose(
        "SPF720", Location(path), message, help=f"paste this and fill it in:\n\n{text}\n", related=related
    )


def _spare(path: str, function: Function, missing: list[str]) -> Diagnostic:
    name = function.name
    span = Location(path, function.line, function.column, function.line, function.column + len(name))
    instead = f"; {join_names(missing)} {'is' if len(missing) == 1 else 'are'} asked for" if missing else ""
    help = "rename it if it is the same thing, or delete it" if missing else "delete it, or name it _" + name
    return diagnose("SPF721", span, f"`{name}` is no longer called{instead}", help=help)


def _imports(module: _Module, generated: _Generated) -> Iterator[Diagnostic]:
    """Names that were generated once: the module cannot be imported, and its service neither."""
    for node in imported(module.tree, "generated"):
        names = generated.names(str(node.module))
        if names is None:
            continue
        new = _new_names(module, str(node.module)) & names
        for part in node.names:
            if part.name not in names and part.name != "*":
                message = f"`{part.name}` is no longer in {node.module}: this module cannot be imported"
                yield diagnose("SPF731", module.span(part), message, help=_instead(part.name, new, names))


def _instead(name: str, new: Set[str], names: Set[str]) -> str:
    """What was probably renamed to what."""
    if new:
        return f"now there {'is' if len(new) == 1 else 'are'} {join_names(sorted(new))}"
    near = suggest(name, names)
    return near if near.startswith("did you mean") else "remove what stands on it here"


def _new_names(module: _Module, source: str) -> Set[str]:
    """What the stub takes from a generated module and the handwritten one does not."""
    missing = set(module.wanted.values()) - set(module.taken.values())
    return {name for place, name in missing if place == source}


def _unfilled(module: _Module, stub: Stub) -> Iterator[Diagnostic]:
    """Stubs that stand as they were made: one diagnostic for all of a module."""
    left = {
        name: line
        for name, function in functions(module.tree).items()
        if name in stub.functions and (line := stub_line(function.node))
    }
    if left:
        first = min(left.values(), key=lambda node: node.lineno)
        told = ", ".join(map(quoted, [*left][:MOST])) + f" and {len(left) - MOST} more"
        message = f"to be filled in: {told if len(left) > MOST else join_names(left)}"
        help = "replace `raise NotImplementedError` by what the function shall do"
        yield diagnose("SPF730", module.span(first), message, help=help)


def _returns(module: _Module, stub: Stub) -> Iterator[Diagnostic]:
    """Upcasters of what was the latest version: they shall make the next one, and a newer one has come."""
    for name, function in functions(module.tree).items():
        if name not in stub.functions or not isinstance(function.node.returns, ast.Name):
            continue
        asked = functions(ast.parse(stub.functions[name]))[name].node.returns
        place = module.wanted.get(asked.id) if isinstance(asked, ast.Name) else None
        given = function.node.returns.id
        if place and module.taken.get(given, place) != place:
            message = f"`{name}` returns {quoted(given)} and shall return {quoted(place[1])}"
            help = f"from {place[0]} import {place[1]}"
            yield diagnose("SPF733", module.span(function.node.returns), message, help=help)


def _untaken(module: _Module, stub: Stub) -> Iterator[Diagnostic]:
    """Events that `evolve` has no case for. Judged where it matches on classes, as its stub does."""
    evolve = functions(module.tree).get("evolve")
    if "evolve" not in stub.functions or evolve is None:
        return
    asked = cases_of(ast.parse(stub.functions["evolve"]))
    taken = {module.taken.get(local, ("", local))[1] for local in cases_of(evolve.node)}
    missing = {local: module.wanted[local] for local in asked if module.wanted[local][1] not in taken}
    if len(missing) == len(asked) or takes_the_rest(evolve.node):
        return
    for local, (source, name) in missing.items():
        case = "\n".join(f"        {line}" for line in ast.unparse(asked[local]).strip().splitlines())
        alias = "" if local == name else f" as {local}"
        help = f"paste this into its `match`:\n\n{case}\n\nfrom {source} import {name}{alias}\n"
        related = [Related(stub.origins["evolve"], "an event of this aggregate")]
        span = Location(module.path, evolve.line, evolve.column, evolve.line, evolve.column + len("evolve"))
        message = f"`evolve` has no case for `{name}`: no command can emit it"
        yield diagnose("SPF732", span, message, help=help, related=related)
