"""Core schemas of pydantic, changed so that no value is another one when it is written again."""

from __future__ import annotations

from typing import Any, Final

from specfold.model.values.numbers import number_schema
from specfold.model.values.times import time_schema

_EXACT: Final = {"float": number_schema, "datetime": time_schema, "time": time_schema}
_DATA: Final = frozenset(("metadata", "serialization", "default", "expected", "config"))


def read_exactly(schema: Any) -> Any:
    """A core schema whose numbers and times keep all that was sent; other models change their own."""
    if isinstance(schema, list):
        return [read_exactly(part) for part in schema]
    if isinstance(schema, tuple):
        return tuple(map(read_exactly, schema))
    if not isinstance(schema, dict) or schema.get("type") in ("model", "dataclass"):
        return schema
    exact = _EXACT.get(str(schema.get("type")))
    if exact is not None:
        return _documented(exact(schema), schema)
    return {key: value if key in _DATA else read_exactly(value) for key, value in schema.items()}


def _documented(changed: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The changed schema, with the JSON Schema of the plain one: fingerprints of states are made of it."""
    if changed is schema:
        return schema
    return {**changed, "metadata": {"pydantic_js_functions": [lambda _, handler: handler(schema)]}}
