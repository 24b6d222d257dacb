"""JSON pointers (RFC 6901) in data that somebody else wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from specfold.model.shared.json_pointer import pointer as pointer_of
from specfold.model.shared.json_pointer import tokens

ABSENT: Final = object()


def value_at(value: Any, pointer: str) -> Any:
    """What stands at a pointer; `ABSENT` if nothing does."""
    for name in tokens(pointer):
        if isinstance(value, Mapping):
            value = value.get(name, ABSENT)
        elif isinstance(value, list) and name.isdecimal() and int(name[:9]) < len(value):
            value = value[int(name)]
        else:
            return ABSENT
    return value


def with_value(value: Mapping[str, Any], pointer: str, new: Any) -> dict[str, Any]:
    """A copy of an object in which something new stands at a pointer; objects on the way are made.

    Raises:
        ValueError: something else stands on the way.
    """
    first, *rest = tokens(pointer) or [""]
    if not rest:
        return {**value, first: new}
    inner = value.get(first, {})
    if not isinstance(inner, Mapping):
        raise ValueError(f"{pointer} leads through what is no object")
    return {**value, first: with_value(inner, pointer_of(rest), new)}
