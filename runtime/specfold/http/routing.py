"""Which endpoint a request belongs to, and what a path answers to the methods that no endpoint has.

OpenAPI ("Paths Object"): concrete paths are matched before templated ones. RFC 9110 (9.1, 9.3.2, 9.3.7,
15.5.6): HEAD wherever there is GET, OPTIONS everywhere, 405 with all methods of the path, else 501.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from specfold.http.problems import Problem

Endpoint = Callable[[Request], Awaitable[Response]]

# Recognized by every path, and refused with 405 where a path has no such endpoint: RFC 9110, RFC 5789, QUERY.
RECOGNIZED: Final = frozenset(
    ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
)
_PARAMETER = re.compile(r"\{([^{}]*)\}")
Rank = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An endpoint at a method and a path template. Parameters of the template may have any name."""

    method: str  # as the document has it: methods are case-sensitive
    template: str
    endpoint: Endpoint
    accepts: tuple[str, ...] = ()  # media types of its request body


@dataclass(frozen=True, slots=True)
class Found:
    """The endpoint of a request, and the decoded values of the parameters of its template, in order."""

    endpoint: Endpoint
    values: tuple[str, ...]


def rank(template: str) -> Rank:
    """What sorts the most literal template first, segment by segment from the left.

    A literal segment comes before a parameter with literal text around it (the more text, the earlier), and
    that before a parameter alone.
    """
    ranks = []
    for segment in template.split("/"):
        parameters = len(_PARAMETER.findall(segment))
        literal = len(_PARAMETER.sub("", segment))
        kind = 0 if not parameters else 1 if literal else 2
        ranks.append((kind, -literal if parameters else 0, -parameters))
    return tuple(ranks)


def pattern(template: str) -> re.Pattern[str]:
    """What decoded paths of a template look like; a parameter never spans a `/`."""
    parts = _PARAMETER.split(template)  # literal text, name, literal text, ...
    return re.compile(
        "".join("([^/]+)" if at % 2 else re.escape(unquote(part)) for at, part in enumerate(parts))
    )


class Router:
    """The endpoints of a service."""

    def __init__(self, places: Iterable[Place]) -> None:
        by_template: dict[str, dict[str, Place]] = {}
        for place in places:
            by_template.setdefault(place.template, {}).setdefault(place.method, place)
        self._templates: list[tuple[re.Pattern[str], Mapping[str, Place]]] = [
            (pattern(template), by_template[template]) for template in sorted(by_template, key=rank)
        ]
        self._known = RECOGNIZED.union(*by_template.values())

    def find(self, method: str, path: str) -> Found:
        """The endpoint for a method and a decoded path.

        Raises:
            Problem: 404, 405 or 501.
        """
        matches = [(found, at) for shape, at in self._templates if (found := shape.fullmatch(path))]
        asked = (method, "GET") if method == "HEAD" else (method,)
        for found, at in matches:
            for one in asked:
                if one in at:
                    return Found(at[one].endpoint, found.groups())
        places = [place for _, at in matches for place in at.values()]
        if places and method == "OPTIONS":
            return Found(_options(places), ())
        if method not in self._known:
            raise Problem("method-unknown")
        if not places:
            raise Problem("not-found")
        raise Problem("method-not-allowed", headers={"Allow": _allowed(places)})


def _allowed(places: Iterable[Place]) -> str:
    methods = {place.method for place in places}
    return ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))


def _options(places: Iterable[Place]) -> Endpoint:
    headers = {"Allow": _allowed(places)}
    for method, name in (("PATCH", "Accept-Patch"), ("POST", "Accept-Post")):
        types = dict.fromkeys(one for place in places if place.method == method for one in place.accepts)
        if types:
            headers[name] = ", ".join(types)

    async def options(_: Request) -> Response:
        return Response(status_code=204, headers=headers)

    return options


def without_content(response: Response) -> Response:
    """What HEAD is answered: the header fields of GET, Content-Length among them (RFC 9110, 9.3.2)."""
    bare = Response(status_code=response.status_code)
    bare.raw_headers = response.raw_headers
    return bare


def parameters_of(template: str) -> list[str]:
    """The names of the parameters of a template, in order."""
    return _PARAMETER.findall(template)
