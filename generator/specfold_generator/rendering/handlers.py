"""handlers.py: the protocols that handwritten modules satisfy."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.python.code import Code, docstring, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import Contract, Method, all_contracts

FIXED = {
    "specfold": ["Answer", "Event", "Reply"],
    "collections.abc": ["Sequence"],
    "datetime": ["datetime"],
    "typing": ["Literal", "Protocol", "TypeVar"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A function that a handwritten module provides."""

    name: Code
    parameters: Code
    returns: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolView:
    """What one handwritten module provides."""

    name: Code
    base: Code
    doc: Code
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlersView:
    """All protocols of a service; `variables` are the type variables they need."""

    head: Head
    variables: tuple[Code, ...]
    protocols: tuple[ProtocolView, ...]


def handlers_view(context: Context) -> HandlersView | None:
    """The protocols of a service; None if nothing of it is handwritten."""
    imports = Imports(local=[*context.names.protocols.values(), "S"], fixed=FIXED)
    found = all_contracts(context, imports)
    if not found:
        return None
    variables = ("S",) if any(contract.aggregate for contract in found) else ()
    doc = f"What handwritten/{context.names.package} provides. A plain module satisfies a protocol."
    return HandlersView(
        head=context.head(imports, doc),
        variables=tuple(map(name, variables)),
        protocols=tuple(protocol_view(context, contract) for contract in found),
    )


def protocol_view(context: Context, contract: Contract) -> ProtocolView:
    """A contract as a protocol."""
    where = f"Written by hand in handwritten/{context.names.package}/{contract.module}.py."
    return ProtocolView(
        name=name(contract.protocol),
        base=Code("Protocol[S]" if contract.aggregate else "Protocol"),
        doc=docstring(contract.doc, where),
        methods=tuple(map(_method, contract.methods)),
    )


def _method(method: Method) -> MethodView:
    given = "".join(f", {parameter}: {type_}" for parameter, type_ in method.parameters)
    slash = ", /" if method.parameters else ""
    named = f", *{keywords(method)}" if method.keywords else ""
    return MethodView(name=method.name, parameters=Code(f"self{given}{slash}{named}"), returns=method.returns)


def keywords(method: Method) -> str:
    """Parameters that are given by name, each behind a comma."""
    return "".join(f", {name(parameter)}: {type_}" for parameter, type_ in method.keywords)
