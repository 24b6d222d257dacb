"""tables.py: how the rows of a service's read models are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specfold.model.shared.limits import PAGE_SIZE

from specfold_generator.classes.requests import Attribute
from specfold_generator.model import ir
from specfold_generator.python.code import Code, docstring, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name, unique
from specfold_generator.rendering.context import Context, Head, unique_codes

FIXED = {
    "specfold": ["Found", "RowPage", "RowTable"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """A method that finds rows by the partition of an index, or of the table itself."""

    function: Code
    doc: Code
    index: Code
    parameter: Code
    type: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """The table of one read model."""

    name: Code
    doc: Code
    view: Code
    row: Code
    parameters: Code
    arguments: Code
    listings: tuple[ListingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesView:
    """All tables of a service."""

    head: Head
    page_size: Code  # rows where the caller does not say
    tables: tuple[TableView, ...]


def tables_view(context: Context) -> TablesView | None:
    """The tables; None if the service has no read model."""
    if not context.service.read_models:
        return None
    names = [table_class(context, row) for row in context.service.read_models]
    imports = Imports(local=[*names, "limit", "after", "newest_first"], fixed=FIXED)
    tables = tuple(_table(context, imports, row) for row in context.service.read_models)
    doc = f"Where the read models of the {context.service.name} service are found."
    return TablesView(head=context.head(imports, doc), page_size=literal(PAGE_SIZE), tables=tables)


def table_class(context: Context, row: ir.ReadModel) -> str:
    """The class of a read model's table."""
    return f"{context.names.rows[row.name]}Table"


def listings(row: ir.ReadModel) -> Mapping[str, str]:
    """The method for every index, by name."""
    return unique((index.name for index in row.indexes), function_name, ["get", "row", "view"])


def _table(context: Context, imports: Imports, row: ir.ReadModel) -> TableView:
    keys = [wire for wire in (row.key.partition, row.key.sort) if wire]
    members = [(context.attribute(context.names.rows[row.name], wire, row), wire) for wire in keys]
    parameters = [
        f"{name(found.name)}: {_type(context, imports, row, found, wire)}" for found, wire in members
    ]
    return TableView(
        name=name(table_class(context, row)),
        doc=docstring(f"Rows of {row.name}, by {' and '.join(f'`{wire}`' for wire in keys)}."),
        view=literal(row.name),
        row=context.own_class(imports, context.names.rows[row.name]),
        parameters=Code(", ".join(parameters)),
        arguments=Code(", ".join(name(found.name) for found, _ in members)),
        listings=tuple(_listing(context, imports, row, index) for index in row.indexes),
    )


def _listing(context: Context, imports: Imports, row: ir.ReadModel, index: ir.Index) -> ListingView:
    found = context.attribute(context.names.rows[row.name], index.key.partition, row)
    order = f", by `{index.key.sort}`" if index.key.sort else ""
    return ListingView(
        function=name(listings(row)[index.name]),
        doc=docstring(f"The rows of one `{index.key.partition}`{order}.", indent=8),
        index=literal(index.name),
        parameter=name(found.name),
        type=_type(context, imports, row, found, index.key.partition),
    )


def _type(context: Context, imports: Imports, row: ir.ReadModel, found: Attribute, wire: str) -> Code:
    """The type of a key: the row's, and that of every request that asks for it."""
    queries = [query for query in context.service.queries if query.read_model == row.name]
    asked = [
        context.text.classes[context.names.queries[query.name]].attributes.get(wire) for query in queries
    ]
    known = [found, *(attribute for attribute in asked if attribute)]
    for attribute in known:
        imports.merge(attribute.imports)
    parts = [part.strip() for attribute in known for part in attribute.type.split("|")]
    # Types are made by the class builder: names of Python, never text of the spec.
    return Code(" | ".join(unique_codes(Code(part) for part in parts if part != "None")))
