"""projections.py: the read models of a service, bound to handwritten folds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specfold_generator.model import ir
from specfold_generator.model.key_types import key_kind
from specfold_generator.python.code import Code, docstring, either, listed, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import handler

FIXED = {
    "specfold": ["Event", "Key", "KeyValue", "View", "key_value", "fill_missing_handlers"],
}
LOCAL = ("projection", "row", "event", "key_of", "fold")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case of a match over events."""

    pattern: Code
    result: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionView:
    """A read model and the handwritten module that folds it."""

    constant: Code
    function: Code
    protocol: Code
    module: Code
    doc: Code
    row: Code
    arguments: tuple[tuple[Code, Code], ...]
    keys: tuple[CaseView, ...]
    folds: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionsView:
    """All read models of a service."""

    head: Head
    projections: tuple[ProjectionView, ...]


def projections_view(context: Context) -> ProjectionsView | None:
    """The read models; None if the service folds none."""
    rows = folded(context.service)
    if not rows:
        return None
    constants = (context.names.constants["row", row.name] for row in rows)
    imports = Imports(local=[*LOCAL, *constants], fixed=FIXED)
    projections = tuple(_projection(context, imports, row) for row in rows)
    doc = f"The read models of the {context.service.name} service, each with the fold that makes its rows."
    return ProjectionsView(head=context.head(imports, doc), projections=projections)


def folded(service: ir.Service) -> tuple[ir.ReadModel, ...]:
    """The read models that are made of events."""
    return tuple(row for row in service.read_models if row.sources)


def _projection(context: Context, imports: Imports, row: ir.ReadModel) -> ProjectionView:
    constant = context.names.constants["row", row.name]
    events = [context.event(source.event, source.service) for source in row.sources]
    classes = [context.event_class(imports, event) for event in events]
    return ProjectionView(
        constant=name(constant),
        function=name(f"_{constant.lower()}"),
        protocol=context.protocol(imports, "row", row.name),
        module=imports.use(context.handwritten, context.names.row_modules[row.name]),
        doc=docstring(row.doc or f"The read model {row.name}."),
        row=context.own_class(imports, context.names.rows[row.name]),
        arguments=_arguments(context, row, classes),
        keys=tuple(_keys(context, row, events, classes)),
        folds=tuple(
            CaseView(
                pattern=Code(f"{made}()"), result=Code(f"projection.{handler(context, event)}(row, event)")
            )
            for event, made in zip(events, classes, strict=True)
        ),
    )


def _arguments(context: Context, row: ir.ReadModel, classes: Iterable[Code]) -> tuple[tuple[Code, Code], ...]:
    indexes = mapping((literal(index.name), _key(index.key)) for index in row.indexes)
    arguments = {
        "name": literal(row.name),
        "key": _key(row.key),
        "indexes": indexes if row.indexes else None,
        "kinds": _kinds(context, row),
        "events": listed(classes),
        "per_aggregate": literal(row.per_aggregate),
    }
    return tuple((Code(key), value) for key, value in arguments.items() if value is not None)


def _kinds(context: Context, row: ir.ReadModel) -> Code | None:
    """The kinds of members in keys that are not plain text."""
    kinds = {member: key_kind(context.service, row.shape, member) for member in row.key_members}
    special = {member: kind for member, kind in kinds.items() if kind != "text"}
    return literal(special) if special else None


def _keys(
    context: Context, row: ir.ReadModel, events: Iterable[ir.Event], classes: Iterable[Code]
) -> Iterable[CaseView]:
    """Events that hold the key in the same members share a case."""
    cases: dict[Code, list[Code]] = {}
    for source, event, made in zip(row.sources, events, classes, strict=True):
        members = (context.event_attribute(event, wire, row) for wire in source.key)
        key = listed(Code(f"key_value(event.{name(member)})") for member in members)
        cases.setdefault(key, []).append(Code(f"{made}()"))
    return (CaseView(pattern=either(patterns), result=key) for key, patterns in cases.items())


def _key(key: ir.Key) -> Code:
    wires = [literal(wire) for wire in (key.partition, key.sort) if wire is not None]
    return Code(f"Key({', '.join(wires)})")
