"""The order of definitions in a module."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping


def in_order(hard: Mapping[str, Collection[str]], soft: Mapping[str, Collection[str]]) -> list[str]:
    """Every name after the names it needs: after the hard needs always, after the soft ones where possible.

    Both mappings have the same keys and name nothing else. Among equals the alphabet decides. Hard needs in a
    circle leave their names out.
    """
    needs = {name: ({*hard[name]} - {name}, {*hard[name], *soft[name]} - {name}) for name in hard}
    needed_by: dict[str, list[str]] = defaultdict(list)
    for name, (_, all_) in needs.items():
        for other in all_:
            needed_by[other].append(name)
    hard_left = Counter({name: len(must) for name, (must, _) in needs.items()})
    all_left = Counter({name: len(all_) for name, (_, all_) in needs.items()})
    free = sorted(name for name in needs if not all_left[name])
    possible = sorted(name for name in needs if not hard_left[name])
    done: dict[str, None] = {}
    while free or possible:
        name = heapq.heappop(free or possible)
        if name in done:
            continue
        done[name] = None
        for other in needed_by[name]:
            all_left[other] -= 1
            if name in needs[other][0]:
                hard_left[other] -= 1
                if not hard_left[other]:
                    heapq.heappush(possible, other)
            if not all_left[other]:
                heapq.heappush(free, other)
    return list(done)
