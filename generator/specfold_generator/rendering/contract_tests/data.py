"""JSON data as Python literals, and which published examples are printed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from specfold_generator.model import ir
from specfold_generator.python.code import Code, listed, literal, mapping

MOST = 10  # examples of one message
LARGEST = 20_000  # characters of an example


def data(value: Any) -> Code:
    """JSON data as Python writes it.

    Raises:
        TypeError: no JSON data.
    """
    if isinstance(value, Mapping):
        return mapping((literal(str(key)), data(part)) for key, part in value.items())
    if isinstance(value, list | tuple):
        return Code(f"[{', '.join(data(part) for part in value)}]")
    if isinstance(value, float):
        return Code(repr(int(value)) if value.is_integer() else repr(value))
    return literal(value)


def tuple_of(values: Iterable[Any]) -> Code:
    """A tuple of JSON data."""
    return listed(data(value) for value in values)


def printed_examples(shape: ir.Shape) -> list[Any]:
    """The published examples, each once; the very large are left out, as nobody would read the test."""
    found: list[Any] = []
    for example in shape.examples:
        fit = _finite(example.value) and len(json.dumps(example.value)) <= LARGEST
        if fit and example.value not in found:
            found.append(example.value)
    return found[:MOST]


def _finite(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _finite(part) for key, part in value.items())
    if isinstance(value, list | tuple):
        return all(map(_finite, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int | str)
