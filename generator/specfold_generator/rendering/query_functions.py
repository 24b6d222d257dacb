"""The part of api.py that asks a read model: one function for every query."""

from __future__ import annotations

from dataclasses import dataclass

from specfold.model.shared.limits import PAGE_SIZE

from specfold_generator.model import ir
from specfold_generator.python.code import Code, docstring, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.tables import listings, table_class


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A function from a request to rows."""

    function: Code
    request: Code
    returns: Code
    doc: Code
    lines: tuple[Code, ...]


def answer_view(context: Context, imports: Imports, query: ir.Query, function: str) -> AnswerView:
    """How a query is answered: by the key, by an index, or by an index that finds one row at the most."""
    row = next(known for known in context.service.read_models if known.name == query.read_model)
    made = context.own_class(imports, context.names.rows[row.name])
    table = f"{imports.use(f'{context.package}.tables', table_class(context, row))}(rows)"
    key = next((index.key for index in row.indexes if index.name == query.index), row.key)
    found, page = Code(f"Found[{made}] | None"), Code(f"RowPage[{made}]")
    if query.index is None and query.page is None:
        wires = [wire for wire in (key.partition, key.sort) if wire]
        arguments = ", ".join(_member(context, query, wire) for wire in wires)
        lines = [f"return {table}.get({arguments})"]
    else:
        method = listings(row)[query.index or ""]
        partition = _member(context, query, key.partition)
        if query.page:
            lines = [f"return {table}.{method}({partition}, {_paging(context, query, query.page)})"]
        else:
            lines = [
                f"page = {table}.{method}({partition}, limit=1)",
                "return Found(page.rows[0], 0) if page.rows else None",
            ]
    return AnswerView(
        function=name(function),
        request=context.own_class(imports, context.names.queries[query.name]),
        returns=page if query.page else found,
        doc=docstring(query.doc or f"Answers {query.name}."),
        lines=tuple(map(Code, lines)),
    )


def _member(context: Context, query: ir.Query, wire: str) -> Code:
    attribute = context.attribute(context.names.queries[query.name], wire, query)
    return name(f"request.{attribute.name}")


def _paging(context: Context, query: ir.Query, page: ir.Page) -> Code:
    arguments = [f"limit={_limit(context, query, page.limit)}"]
    if page.after:
        arguments.append(f"after={_member(context, query, page.after)}")
    if query.newest_first:
        arguments.append(f"newest_first={literal(True)}")
    return Code(", ".join(arguments))


def _limit(context: Context, query: ir.Query, wire: str | None) -> Code:
    if wire is None:
        return literal(PAGE_SIZE)
    attribute = context.attribute(context.names.queries[query.name], wire, query)
    member = _member(context, query, wire)
    return Code(f"{member} or {PAGE_SIZE}") if "None" in attribute.type else member
