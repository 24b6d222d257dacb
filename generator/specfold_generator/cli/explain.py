"""The model of a service as plain JSON values, for `specfold explain`: the same bytes for the same specs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.model import ir

Json = dict[str, Any]

# Members with these values say nothing and are left out; `false`, 0 and null are facts and stay.
_NOTHING: tuple[object, ...] = ("", (), {})


def explain(service: ir.Service) -> Json:
    """Everything the model knows of a service. Places are `file:line:column`."""
    explained: Json = _explained(service)
    return explained


def _explained(node: Any) -> Any:
    if isinstance(node, Location):
        return f"{node.file}:{node.line}:{node.column}"
    if isinstance(node, tuple | list):
        return [_explained(item) for item in node]
    if isinstance(node, Mapping):
        return {key: _explained(node[key]) for key in node}
    if dataclasses.is_dataclass(node):
        values = {field.name: getattr(node, field.name) for field in dataclasses.fields(node)}
        return {name: _explained(value) for name, value in values.items() if not _empty(value)}
    return node


def _empty(value: object) -> bool:
    return any(value == nothing and type(value) is type(nothing) for nothing in _NOTHING)
