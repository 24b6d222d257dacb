"""Which route of the HTTP API a request belongs to. The most specific one wins, as in API Gateway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specfold.local.errors import TopologyError
from specfold.model.topology import Route

_PARAMETER = re.compile(r"\{([^{}+]+)(\+?)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the values of its path parameters, decoded."""

    route: Route
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Compiled:
    route: Route
    pattern: re.Pattern[str]
    rank: tuple[object, ...]


class Routes:
    """The routes of every service on this machine."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Raises TopologyError when two routes are the same, or when API Gateway would refuse one."""
        seen: dict[tuple[str, str], Route] = {}
        for route in routes:
            key = (route.method, _PARAMETER.sub("{}", route.path))
            if key in seen:
                raise TopologyError(
                    f"{route.method} {route.path} of {route.function} is {seen[key].method} {seen[key].path}"
                    f" of {seen[key].function} too: one gateway cannot serve both"
                )
            seen[key] = route
        self._routes = sorted((_compile(route) for route in seen.values()), key=lambda found: found.rank)

    def __iter__(self) -> Iterator[Route]:
        """The most specific first."""
        return (compiled.route for compiled in self._routes)

    def match(self, method: str, path: str) -> Match | None:
        """The route for a method and a decoded path."""
        for compiled in self._routes:
            if compiled.route.method not in (method, "ANY"):
                continue
            found = compiled.pattern.fullmatch(path)
            if found:
                return Match(compiled.route, _parameters(compiled.route, found))
        return None


def _compile(route: Route) -> _Compiled:
    """A pattern, and a rank: literal segments come before parameters, and those before greedy ones."""
    patterns, ranks = [], []
    for segment in route.path.removeprefix("/").split("/"):
        parameter = _PARAMETER.fullmatch(segment)
        if parameter is None and ("{" in segment or "}" in segment):
            raise TopologyError(f"{route.method} {route.path}: a parameter must be a whole segment")
        if parameter is None:
            patterns.append(re.escape(segment))
            ranks.append(0)
        elif parameter[2]:
            patterns.append("([^/].*)")
            ranks.append(2)
        else:
            patterns.append("([^/]+)")
            ranks.append(1)
    return _Compiled(route, re.compile("/" + "/".join(patterns)), (ranks, route.method == "ANY", route.path))


def _parameters(route: Route, found: re.Match[str]) -> dict[str, str]:
    names = [name for name, _ in _PARAMETER.findall(route.path)]
    return dict(zip(names, found.groups(), strict=True))
