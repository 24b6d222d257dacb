"""Many small atomic units in few transactions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

U = TypeVar("U")


def packed(
    units: Iterable[U],
    items: Callable[[U], Sequence[Hashable]],
    *,
    limit: int,
    weight: Callable[[U], int] = lambda _: 0,
    heaviest: int = 0,
) -> Iterator[list[U]]:
    """Consecutive units in packs of at most `limit` items and `heaviest` bytes (0: any).

    No pack touches an item twice. A unit that is above a bound by itself comes alone. Order is kept, so a
    unit that stands on an earlier one of the same items comes in a later pack.
    """
    pack: list[U] = []
    touched: set[Hashable] = set()
    load = 0
    for unit in units:
        own, heavy = items(unit), weight(unit)
        full = len(touched) + len(own) > limit or (heaviest and load + heavy > heaviest)
        if pack and (full or not touched.isdisjoint(own)):
            yield pack
            pack, touched, load = [], set(), 0
        pack.append(unit)
        touched.update(own)
        load += heavy
    if pack:
        yield pack
