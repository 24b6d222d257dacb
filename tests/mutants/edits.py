"""Small wrong changes to a source, one at a time: what a slip of the hand would do."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Change = Callable[[Any], None]  # changes a node in place

_COMPARED: Final = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: Final = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
}
_CALLED: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_FORGOTTEN: Final = ast.Expr | ast.Assign | ast.AugAssign | ast.Raise | ast.Continue | ast.Break
_BODIES: Final = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a tree."""

    where: str  # qualified name of the innermost function or class; "" at the top of the module
    line: int
    before: str
    after: str
    inside: bool  # in the body of a function: code that a running process can exchange
    make: Callable[[], None]  # makes it in the tree that it was found in


def edits(tree: ast.Module) -> list[Edit]:
    """All changes to a module, in the order of its text."""
    return list(_statements(tree.body, "", inside=False))


def _statements(body: list[Any], where: str, *, inside: bool) -> Iterator[Edit]:
    for at, node in enumerate(body):
        name = f"{where}.{getattr(node, 'name', '')}".strip(".")
        if isinstance(node, ast.FunctionDef):
            for default in filter(None, (*node.args.defaults, *node.args.kw_defaults)):
                yield from _expressions(default, name, inside=inside)
            yield from _statements(node.body, name, inside=True)
        elif isinstance(node, ast.ClassDef):
            yield from _statements(node.body, name, inside=inside)
        elif not _is_talk(node):
            yield from _statement(body, at, where, inside=inside)


def _statement(body: list[Any], at: int, where: str, *, inside: bool) -> Iterator[Edit]:
    node = body[at]
    if inside and isinstance(node, _FORGOTTEN):
        skip = ast.copy_location(ast.Pass(), node)
        yield Edit(where, node.lineno, _text(node), "(forgotten)", True, lambda: body.__setitem__(at, skip))
    if isinstance(node, ast.If | ast.While):
        yield _edit(node, where, _negate, inside=inside)
    if isinstance(node, ast.Return) and _text(node) not in ("return", "return None"):
        yield _edit(node, where, lambda found: setattr(found, "value", ast.Constant(None)), inside=inside)
    for name, part in ast.iter_fields(node):
        if name not in ("annotation", *_BODIES):
            for root in part if isinstance(part, list) else [part]:
                if isinstance(root, ast.AST):
                    yield from _expressions(root, where, inside=inside)
    for name in _BODIES:
        for inner in getattr(node, name, ()):
            if isinstance(inner, ast.ExceptHandler | ast.match_case):
                yield from _statements(inner.body, where, inside=inside)
        if name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, name, []), where, inside=inside)


def _expressions(root: ast.AST, where: str, *, inside: bool) -> Iterator[Edit]:
    for change in _changes(root):
        yield _edit(root, where, change, inside=inside)
    types = not inside and isinstance(root, ast.Subscript) and isinstance(root.slice, ast.Tuple)
    for child in root.slice.elts if types else ast.iter_child_nodes(root):  # type: ignore[attr-defined]  # so it is
        if not isinstance(child, ast.JoinedStr):  # texts for people
            yield from _expressions(child, where, inside=inside)


def _changes(node: ast.AST) -> Iterator[Change]:  # noqa: PLR0912  # one case a kind of change
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                other = _COMPARED[type(op)]
                yield lambda found, at=at, other=other: found.ops.__setitem__(at, other())
        case ast.BoolOp(op=op):
            yield lambda found: setattr(found, "op", ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield lambda found: _become(found, found.operand)
        case ast.BinOp(op=op) if type(op) in _COMPUTED:
            yield lambda found: setattr(found, "op", _COMPUTED[type(op)]())
        case ast.Constant(value=bool() as value):
            yield lambda found: setattr(found, "value", not value)
        case ast.Constant(value=int() | float() as value):
            yield lambda found: setattr(found, "value", value + 1)
        case ast.IfExp():
            yield lambda found: found.__dict__.update(body=found.orelse, orelse=found.body)
        case ast.comprehension(ifs=[_, *_]):
            yield lambda found: setattr(found, "ifs", [])
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield lambda found: setattr(found.func, "id", _CALLED[name])
        case ast.Call(keywords=[_, *_]):
            for at in range(len(node.keywords)):
                yield lambda found, at=at: found.keywords.pop(at)
        case ast.Tuple(elts=[_, _, *_], ctx=ast.Load()):
            for at in range(len(node.elts)):
                yield lambda found, at=at: found.elts.pop(at)


def _negate(node: Any) -> None:
    node.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)


def _become(node: Any, other: Any) -> None:
    node.__class__ = other.__class__
    node.__dict__ = dict(other.__dict__)


def _edit(node: Any, where: str, change: Change, *, inside: bool) -> Edit:
    changed = copy.deepcopy(node)
    change(changed)
    line = next(inner.lineno for inner in ast.walk(node) if hasattr(inner, "lineno"))
    return Edit(where, line, _text(node), _text(changed), inside, lambda: change(node))


def _text(node: Any) -> str:
    """On one line; of a statement with a body its first line."""
    text = ast.unparse(node)
    return text.partition("\n")[0] if isinstance(node, ast.If | ast.While) else " ".join(text.split())


def _is_talk(node: ast.stmt) -> bool:
    """Imports, docstrings, types: nothing that runs."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("TypeVar("):
        return True
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)
