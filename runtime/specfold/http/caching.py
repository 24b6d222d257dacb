"""What caches may do with answers: RFC 9111, 3 and 5.2.2. Fields that an operation sets itself stay.

A read model changes at any time, so every copy is asked about again (`no-cache`), which an entity tag makes
cheap. What needed a token is for its bearer alone (`private`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from specfold.http.answers import READS
from specfold.model.service import HttpRoute, QueryRoute


def mark(response: Response, request: Request, route: HttpRoute) -> None:
    """Say in an answer of a route what caches may do with it."""
    guarded = bool(route.security)
    if guarded:
        response.headers.add_vary_header("Authorization")
    if request.method not in READS or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    elif guarded:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    elif isinstance(route, QueryRoute):
        response.headers.setdefault("Cache-Control", "no-cache")
