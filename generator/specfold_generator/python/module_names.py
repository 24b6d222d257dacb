"""Names that generated modules bind themselves: what they import and define, whatever a spec says.

They are read from the sources that print them, so that a further import is guarded as soon as it is written:
the constants `FIXED` and `LOCAL` of the views, arguments of `Imports`, and the templates.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

HOME = Path(__file__).parents[1]
VIEWS = HOME / "rendering"
ENGINE = HOME / "classes" / "codegen_output.py"
TEMPLATES = HOME.parents[1] / "templates"

# The classes of `specfold` that message classes are derived from or refer to.
BASE_CLASSES = frozenset(
    {
        *("Catalog", "Command", "CommandRoot", "Event", "EventRoot", "Nullable", "Query"),
        *("Rejection", "Row", "RowRoot", "Upcasts", "Value", "ValueRoot"),
    }
)

_CONSTANTS = frozenset({"FIXED", "LOCAL"})
_DEFINED = re.compile(r"^(?:class |def )?([A-Za-z_]\w*)(?=[ :(=])", re.MULTILINE)
_JINJA = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)


@lru_cache(maxsize=1)
def module_names() -> frozenset[str]:
    """The names that a class, a constant or a function of a spec may not have in a generated module."""
    found = {*_in_views(), *_in_templates()}
    return frozenset(name for name in found if not keyword.iskeyword(name))


@lru_cache(maxsize=1)
def class_names() -> frozenset[str]:
    """The names that a class of a spec may not have: what the modules that define such classes use.

    Every other module imports a class under another name where its own name is taken there.
    """
    found = {name for name in dir(builtins) if name[0].isupper()}
    found.update(BASE_CLASSES)
    for constant in ("IMPORTS", "ENUM_BASES"):
        found.update(_texts(_assigned(ENGINE, constant)))
    found.update(_in_view(VIEWS / "messages.py"))
    return frozenset(name for name in found if name[0].isupper())


def _assigned(file: Path, constant: str) -> ast.expr:
    """What a module assigns to a constant of its own."""
    for node in ast.parse(file.read_text("utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if value is not None and any(isinstance(t, ast.Name) and t.id == constant for t in targets):
            found: ast.expr = value
            return found
    raise LookupError(f"{file.name} assigns nothing to {constant}")


@lru_cache(maxsize=1)
def stub_functions() -> frozenset[str]:
    """The functions that handwritten modules import when they are first written."""
    tree = ast.parse((VIEWS / "stubs.py").read_text("utf-8"))
    fixed = next(node.value for node in tree.body if isinstance(node, ast.Assign) and _names_constant(node))
    found = {name for value in getattr(fixed, "values", ()) for name in _texts(value)}
    return frozenset(name for name in found if name.islower())


def _names_constant(node: ast.Assign) -> bool:
    return bool({ast.unparse(target) for target in node.targets} & _CONSTANTS)


def _in_views() -> Iterator[str]:
    for file in sorted(VIEWS.rglob("*.py")):
        yield from _in_view(file)


def _in_view(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and _names_constant(node):
            yield from _texts(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Imports":
            for keyword in node.keywords:
                yield from _texts(keyword.value)


def _texts(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value.isidentifier():
            yield inner.value


def _in_templates() -> Iterator[str]:
    for file in sorted({*TEMPLATES.rglob("*.j2")} - {*TEMPLATES.glob("project/*.j2")}):  # of generated code
        yield from _DEFINED.findall(_JINJA.sub("", file.read_text("utf-8")))
