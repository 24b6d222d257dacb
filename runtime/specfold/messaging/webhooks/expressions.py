"""Runtime expressions of OpenAPI: what a request and its answer say (OpenAPI 3.1, 4.8.18.1)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel

from specfold.messaging.webhooks.request_encoding import asked
from specfold.model.json_pointer import ABSENT, value_at
from specfold.model.service import Answer, HttpRoute

_EXPRESSION: Final = re.compile(r"\{(\$[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Cause:
    """A request that was served, and what it was answered."""

    route: HttpRoute
    members: Any
    answer: Answer | None = None


def filled(address: str, cause: Cause) -> str:
    """An address with its expressions replaced. What begins it stands as it is; all behind it is escaped.

    Raises:
        ValueError: an expression has no value.
    """
    if not address.startswith("{") and _EXPRESSION.fullmatch(f"{{{address}}}"):
        address = f"{{{address}}}"

    def text(match: re.Match[str]) -> str:
        value = evaluated(match[1], cause)
        return value if match.start() == 0 else quote(value, safe="")

    return _EXPRESSION.sub(text, address)


def evaluated(expression: str, cause: Cause) -> str:
    """What an expression means, as text.

    Raises:
        ValueError: it means nothing.
    """
    value = _value(expression, cause)
    if value is ABSENT or isinstance(value, dict | list | None):
        raise ValueError(f"the request says nothing of {expression}")
    return value if isinstance(value, str) else json.dumps(value)


def _value(expression: str, cause: Cause) -> Any:
    source, _, rest = expression.removeprefix("$").partition(".")
    match source:
        case "method":
            return cause.route.method
        case "url":
            return asked(cause.route, cause.members).path
        case "statusCode":
            return cause.answer.status if cause.answer else ABSENT
        case "request":
            return _of_request(rest, cause)
        case "response" if cause.answer is not None:
            return _of_response(rest, cause.answer)
    return ABSENT


def _of_request(rest: str, cause: Cause) -> Any:
    if rest.startswith("body"):
        body = cause.members.get(cause.route.body, ABSENT) if cause.route.body else cause.members
        return value_at(body, rest.removeprefix("body"))
    where, _, name = rest.partition(".")
    for parameter in cause.route.parameters:
        same = parameter.name.lower() == name.lower() if where == "header" else parameter.name == name
        if same and parameter.where == where:
            return cause.members.get(parameter.member, ABSENT)
    return ABSENT


def _of_response(rest: str, answer: Answer) -> Any:
    if rest.startswith("body"):
        body = answer.body
        if isinstance(body, BaseModel):
            body = body.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return value_at(body, rest.removeprefix("body"))
    where, _, name = rest.partition(".")
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return headers.get(name.lower(), ABSENT) if where == "header" else ABSENT
