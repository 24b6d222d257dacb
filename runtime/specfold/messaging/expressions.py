"""Runtime expressions of AsyncAPI: what a message says of itself, `$message.header#/replyTo`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specfold.model.json_pointer import ABSENT, value_at, with_value

_HEADER, _PAYLOAD = "$message.header", "$message.payload"


def evaluated(expression: str, payload: Any, headers: Any) -> Any:
    """What an expression means; `ABSENT` if the message does not say it."""
    source, _, pointer = expression.partition("#")
    if source == _HEADER:
        return value_at(headers, pointer)
    return value_at(payload, pointer) if source == _PAYLOAD else ABSENT


def with_correlation(
    expression: str, payload: Any, headers: Mapping[str, Any], value: str
) -> tuple[Any, dict[str, Any]]:
    """Payload and headers that say this id where the expression points, unless they say one already.

    Raises:
        ValueError: the payload has no place for it.
    """
    if evaluated(expression, payload, headers) is not ABSENT:
        return payload, dict(headers)
    source, _, pointer = expression.partition("#")
    if source == _HEADER:
        return payload, with_value(headers, pointer, value)
    if not isinstance(payload, Mapping):
        raise ValueError("the payload has no place for a correlation id")
    return with_value(payload, pointer, value), dict(headers)
