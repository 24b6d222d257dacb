"""Queries: rows by key or index, and reading one's own writes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from specfold.commands.handler import pauses
from specfold.eventlog.ports import Clock, ViewStore
from specfold.model.errors import Refused, Unavailable
from specfold.model.messages import Query
from specfold.model.service import QueryRoute
from specfold.model.tables import Found, KeyValue, RowPage, StoredPage, StoredRow


class NotYetVisible(Unavailable):
    """The row has not come to the version that was asked for."""


class NoVersion(Refused):
    """The answer gathers many aggregates, so no version of one can be waited for."""


class _Watched:
    """A row store that remembers which rows were looked for."""

    def __init__(self, rows: ViewStore) -> None:
        self._rows = rows
        self.missed: list[tuple[str, Sequence[KeyValue]]] = []

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None:
        found = self._rows.row(view, key)
        if found is None:
            self.missed.append((view, key))
        return found

    def rows(
        self, view: str, index: str, partition: KeyValue, *, limit: int, after: str | None, newest_first: bool
    ) -> StoredPage:
        return self._rows.rows(view, index, partition, limit=limit, after=after, newest_first=newest_first)


class Queries:
    """The read side of one service."""

    def __init__(self, rows: ViewStore, clock: Clock, jitter: Callable[[], float] = random.random) -> None:
        self._rows = rows
        self._clock = clock
        self._jitter = jitter

    def answer(
        self, route: QueryRoute[Any], request: Query, *, at_least: int = 0, wait: float = 0.0
    ) -> Found[Any] | RowPage[Any] | None:
        """The answer, as of `at_least` that version of its aggregate; None: there is no such row.

        Raises:
            NotYetVisible: not within `wait` seconds.
            NoVersion: `at_least` was given for an answer that has no version.
        """
        deadline = self._clock.monotonic() + wait
        floor = 0  # a version that was there before this look at the rows
        for pause in pauses(self._jitter):
            watched = _Watched(self._rows)
            found = route.answer(request, watched)
            if at_least == 0 or (found is None and floor >= at_least):
                return found
            version = self._version(found, watched)
            if version >= at_least and found is not None:
                return found
            floor = version
            if floor >= at_least:
                continue  # the row may have come after the look that missed it: look again, at once
            left = deadline - self._clock.monotonic()
            if left <= 0:
                break
            self._clock.sleep(min(pause, left))
        raise NotYetVisible(f"version {at_least} is not visible yet")

    def _version(self, found: Found[Any] | RowPage[Any] | None, watched: _Watched) -> int:
        if isinstance(found, RowPage) or (found is not None and found.version == 0):
            raise NoVersion("min-version is for answers that stand for one aggregate")
        if found is not None:
            return found.version
        return max((self._rows.version(view, key) for view, key in watched.missed), default=0)
