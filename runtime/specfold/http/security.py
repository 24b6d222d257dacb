"""Who asks, and what they may do.

API Gateway's authorizer has checked the token before a function runs; the app looks again at what it found,
so a route that was wired without its authorizer stays shut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from specfold.http.problems import Problem
from specfold.model.service import HttpRoute


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of its bearer."""

    subject: str = ""
    scopes: frozenset[str] = frozenset()


ClaimsOf = Callable[[Request], Claims | None]


def from_api_gateway(request: Request) -> Claims | None:
    """The claims in the event of an HTTP API (payload 2.0); None: no authorizer let this request in."""
    event = request.scope.get("aws.event")
    context = event.get("requestContext", {}) if isinstance(event, Mapping) else {}
    authorizer = context.get("authorizer") or {}
    jwt = authorizer.get("jwt")
    if not isinstance(jwt, Mapping):
        return Claims() if authorizer else None
    return from_claims(jwt.get("claims") or {})


def from_claims(claims: Mapping[str, Any]) -> Claims:
    """The claims of a JSON Web Token. Scopes stand in `scope` (RFC 8693) or `scp`, as words or as a list."""
    scopes: set[str] = set()
    for name in ("scope", "scp"):
        value = claims.get(name) or ()
        # An HTTP API hands a list on as text: "[a b]".
        scopes.update(value.strip("[]").split() if isinstance(value, str) else map(str, value))
    return Claims(str(claims.get("sub", "")), frozenset(scopes))


def check(route: HttpRoute, claims: Claims | None) -> None:
    """Raises:
    Problem: 401 without claims, 403 where no way in grants all its scopes.
    """
    if not route.security or any(not way.scheme for way in route.security):
        return
    if claims is None:
        raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    if not any(claims.scopes.issuperset(way.scopes) for way in route.security):
        wanted = " ".join(route.security[0].scopes)
        header = f'Bearer error="insufficient_scope", scope="{wanted}"'
        raise Problem("forbidden", headers={"WWW-Authenticate": header})
