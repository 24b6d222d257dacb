"""Cycles of classes that refer to each other: Python can complete them only all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# Classes of one cycle. pydantic describes each within the one that refers to it; the stack of a thread has
# 8 MB, which about 450 take. A test holds this bound to what is generated.
MOST = 200


def cycles(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The groups of names in which each leads to each other, as large as can be (Tarjan, no recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for start in sorted(graph):
        work = [] if start in index else [(start, iter(sorted(graph[start])))]
        while work:
            name, rest = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                path.append(name)
                on_path.add(name)
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    group = path[path.index(name) :]
                    del path[-len(group) :]
                    on_path -= {*group}
                    yield group
            elif following not in index and following in graph:
                work.append((following, iter(sorted(graph[following]))))
            elif following in on_path:
                low[name] = min(low[name], index[following])
