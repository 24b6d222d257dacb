"""Handwritten modules: written once as stubs, never again; read and compared with what the specs ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.codes import diagnose
from generator.diagnostics import Diagnostic, Related, Span
from generator.findings import the_list
from generator.format import format_python
from generator.views.stubs import Stub

HANDWRITTEN = "handwritten"


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What shall stand in `handwritten/<package>/`."""

    package: str
    stubs: tuple[Stub, ...]

    def path(self, module: str) -> str:
        """A module's path from the project root."""
        return f"{HANDWRITTEN}/{self.package}/{module}.py"


@dataclass(frozen=True, slots=True)
class _Function:
    line: int
    column: int
    handler: bool  # of the form of a handler: public, with positional-only parameters


def new_files(root: Path, scaffolds: Iterable[Scaffold]) -> dict[str, str]:
    """The stubs of modules that are not there yet, formatted, by path."""
    texts: dict[str, str] = {}
    for scaffold in scaffolds:
        if scaffold.stubs:
            texts[f"{HANDWRITTEN}/__init__.py"] = (
                '"""What specs cannot say: decisions, folds, reactions."""\n'
            )
            texts[scaffold.path("__init__")] = '"""Pure functions; time and new ids are arguments."""\n'
        for stub in scaffold.stubs:
            texts[scaffold.path(stub.module)] = stub.text()
    return format_python({path: text for path, text in texts.items() if not (root / path).exists()})


def compare_handwritten(root: Path, scaffolds: Iterable[Scaffold]) -> list[Diagnostic]:
    """What is left to write by hand, and what is no longer asked for. Modules are read, never imported."""
    return [finding for scaffold in scaffolds for finding in _package(root, scaffold)]


def _package(root: Path, scaffold: Scaffold) -> Iterator[Diagnostic]:
    stubs = {scaffold.path(stub.module): stub for stub in scaffold.stubs}
    folder = root / HANDWRITTEN / scaffold.package
    for file in sorted(folder.glob("*.py")):
        path = file.relative_to(root).as_posix()
        stub = stubs.get(path)
        try:
            defined = _defined(file.read_text("utf-8"))
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 0
            yield diagnose("SPF722", Span(path, line, 1, line, 1), f"this module cannot be read: {error}")
            continue
        yield from _module(path, stub, defined)


def _module(path: str, stub: Stub | None, defined: Mapping[str, _Function]) -> Iterator[Diagnostic]:
    asked = stub.functions if stub else {}
    missing = [function for function in asked if function not in defined]
    spare = [name for name, function in defined.items() if function.handler and name not in asked]
    for function in missing:
        if stub:
            yield _missing(path, stub, function)
    for name in spare:
        place = defined[name]
        span = Span(path, place.line, place.column, place.line, place.column + len(name))
        instead = f"; {the_list(missing)} {'is' if len(missing) == 1 else 'are'} asked for" if missing else ""
        mend = (
            "rename it if it is the same thing, or delete it" if missing else "delete it, or name it _" + name
        )
        yield diagnose("SPF721", span, f"`{name}` is no longer called{instead}", mend=mend)


def _missing(path: str, stub: Stub, function: str) -> Diagnostic:
    text = format_python({"stub.py": stub.part(function)})["stub.py"].strip()
    text = text.removeprefix("from __future__ import annotations").strip()
    related = [Related(stub.origins[function], "the specs ask for it here")]
    message = f"to be written by hand: {path}: def {function}"
    return diagnose(
        "SPF720", Span(path), message, mend=f"paste this and fill it in:\n\n{text}\n", related=related
    )


def _defined(text: str) -> dict[str, _Function]:
    """What a module defines at its top level, imports and assignments too."""
    found: dict[str, _Function] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            handler = bool(node.args.posonlyargs) and not node.name.startswith("_")
            found[node.name] = _Function(node.lineno, node.col_offset + len("def ") + 1, handler)
        else:
            found.update((name, _Function(node.lineno, 1, False)) for name in _bound(node))
    return found


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (part.asname or part.name for part in node.names)
    else:
        yield from (
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        )
