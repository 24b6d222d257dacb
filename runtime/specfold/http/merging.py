"""The parameters of a request and the members of its body, as one object.

A member has one source. The body sets the members that its schema names; parameters, and an identity that the
service generates, are set by nothing in the body. Otherwise a client could set a header that only a gateway
sets (mass assignment).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from specfold.http.bodies import NOTHING
from specfold.http.branches import Branches
from specfold.http.problems import invalid
from specfold.model.messages import Value
from specfold.model.service import CommandRoute, HttpRoute, OperationRoute, QueryRoute
from specfold.model.shared.json_pointer import escaped


def merged(route: HttpRoute, members: dict[str, Any], content: Any, reserved: Collection[str]) -> Any:
    """The request as its schema describes it; `reserved` names the members that no body sets.

    Raises:
        Problem: the body has a reserved member, contradicts a parameter, or is no object beside parameters.
    """
    if content is NOTHING:
        return members
    if route.body:
        return members | {route.body: content}
    if not isinstance(content, dict):
        if route.parameters:
            raise invalid([{"pointer": "", "detail": "the body is no object"}])
        return content
    errors = [
        {"pointer": _pointer(name), "detail": detail}
        for name, value in content.items()
        if (detail := _refusal(name, value, members, reserved))
    ]
    if errors:
        raise invalid(errors)
    return content | members


def _refusal(name: str, value: object, members: Mapping[str, Any], reserved: Collection[str]) -> str:
    if name in members:  # the same value again changes nothing
        same = value == members[name] and type(value) is type(members[name])
        return "" if same else "the body contradicts the URL or a header"
    return "is not a member of the body" if name in reserved else ""


def reserved(route: HttpRoute, branches: Branches) -> frozenset[str]:
    """The names that no member of a merged body has: those of parameters, and those that only the class has.

    Wire names: a class reads no others, and refuses what it does not know.
    """
    if route.body != "":
        return frozenset()
    parameters = {parameter.member for parameter in route.parameters}
    allowed = branches.declared(branches.whole) - parameters | set(route.shared)
    wire = {field.alias or name for name, field in _class(route).__pydantic_fields__.items()}
    return frozenset((wire | parameters) - allowed)


def _class(route: HttpRoute) -> type[Value]:
    match route:
        case CommandRoute():
            return route.decision.command
        case QueryRoute() | OperationRoute():
            found: type[Value] = route.request
            return found
    return Value


def _pointer(name: str) -> str:
    return f"/{escaped(name)}"
