"""Read models in memory: the items, limits, order and pages that DynamoDB has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import CursorStep, RowKey, RowWrite, TargetRow, ViewItem, ViewUnit
from specfold.model.key_values import KeyValue
from specfold.model.service import View
from specfold.model.tables import StoredPage, StoredRow
from specfold.storage.attributes import MAX_ITEM, Item, size, too_large
from specfold.storage.conditions import Fault, as_expected, no_fault, written
from specfold.storage.cursor_items import CURSOR, REVISION, parked
from specfold.storage.page_tokens import paging_of
from specfold.storage.row_items import (
    item_key,
    key_part,
    members_of,
    row_cursor,
    row_item,
    row_of,
    unstorable,
)
from specfold.telemetry.signals import signal

OURS = 8_192  # bytes that a cursor or a revision never exceeds


@dataclass(frozen=True, slots=True)
class _Stored:
    """An item: of a row, or (None) of a row that is gone; with its cursor, or with its revision."""

    item: Item | None
    cursor: Cursor | None = None
    revision: str = ""

    @property
    def row(self) -> dict[str, Any] | None:
        return None if self.item is None else row_of(self.item)

    @property
    def version(self) -> int:
        return self.cursor.version if self.cursor else 0


class MemoryViews:
    """The read models of one service."""

    def __init__(self, views: Iterable[View[Any]], fault: Fault = no_fault) -> None:
        self.fault = fault
        self._views = {view.name: view for view in views}
        self._rows: dict[str, dict[RowKey, _Stored]] = {name: {} for name in self._views}
        self._cursors: dict[tuple[str, str], Cursor] = {}  # where rows gather many aggregates

    # -- for folds

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        if view.per_aggregate:
            rows = self._rows[view.name]
            found = {key: rows[row] for key, row in keys.items() if row in rows}
            return {key: ViewItem(cursor=s.cursor, row=s.row) for key, s in found.items() if s.cursor}
        cursors = {key: self._cursors.get((view.name, key)) for key in keys}
        return {key: ViewItem(cursor=cursor) for key, cursor in cursors.items() if cursor}

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, TargetRow]:
        rows = self._rows[view.name]
        found = {key: rows[key] for key in keys if key in rows}
        return {key: TargetRow(members=s.row or {}, revision=s.revision) for key, s in found.items()}

    def write(self, view: View[Any], units: Sequence[ViewUnit]) -> frozenset[str]:
        write = self._own if view.per_aggregate else self._gathered
        lost = [unit for unit in units if not written(self.fault, partial(write, view), unit)]
        return frozenset(step.key for unit in lost for step in unit.steps)

    def _own(self, view: View[Any], unit: ViewUnit) -> bool:
        (step,), (row,) = unit.steps, unit.rows
        rows = self._rows[view.name]
        found = rows.get(row.key)
        if not as_expected(found.cursor if found else None, step.expected):
            return False
        item = None if row.members is None else row_item(view, row.key, row.members)

        def ours() -> Item:
            return {CURSOR: row_cursor(step.cursor, item is not None, step.key)}

        if reason := _refused(view, row.key, item, ours):
            rows[row.key] = _Stored(found.item if found else None, parked(step, reason).cursor)
            signal("parked", key=step.key, error=reason)
            return False
        rows[row.key] = _Stored(item, step.cursor)
        return True

    def _gathered(self, view: View[Any], unit: ViewUnit) -> bool:
        rows = self._rows[view.name]
        if not all(as_expected(self._cursors.get((view.name, s.key)), s.expected) for s in unit.steps):
            return False
        made = {row.key: _gathered_item(view, row) for row in unit.rows}
        reasons = (_refused(view, row.key, made[row.key], partial(_revision, row)) for row in unit.rows)
        if reason := next(filter(None, reasons), ""):
            self._park(view, unit.steps, reason)
            return False
        if any((rows[r.key].revision if r.key in rows else None) != r.expected for r in unit.rows):
            return False
        self._cursors.update({(view.name, step.key): step.cursor for step in unit.steps})
        for row in unit.rows:
            rows.pop(row.key, None)
            if (item := made[row.key]) is not None:
                rows[row.key] = _Stored(item, revision=row.revision)
        return True

    def _park(self, view: View[Any], steps: Sequence[CursorStep], reason: str) -> None:
        if len(steps) != 1:
            return  # which of them it is shows when they are folded one by one
        self._cursors[view.name, steps[0].key] = parked(steps[0], reason).cursor
        signal("parked", key=steps[0].key, error=reason)

    # -- for queries

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None:
        found = self._rows[view].get(self._views[view].row_key(key))
        members = found.row if found else None
        return None if found is None or members is None else StoredRow(members, found.version)

    def version(self, view: str, key: Sequence[KeyValue]) -> int:
        found = self._rows[view].get(self._views[view].row_key(key))
        return found.version if found else 0

    def rows(
        self, view: str, index: str, partition: KeyValue, *, limit: int, after: str | None, newest_first: bool
    ) -> StoredPage:
        made = self._views[view]
        paging = paging_of(made, index, partition, newest_first=newest_first)

        def place(item: Mapping[str, Any]) -> tuple[KeyValue, ...]:
            return tuple(key_part(item[name]) for name in paging.place)

        start = place(paging.start(after)) if after is not None else None
        indexed = self._indexed(made, index, paging.partition)
        found = sorted(((place(item), item, stored.version) for item, stored in indexed), key=itemgetter(0))
        if newest_first:
            found.reverse()
        if start is not None:
            found = [f for f in found if (f[0] < start if newest_first else f[0] > start)]
        rows = [StoredRow(members_of(item), version) for _, item, version in found[:limit]]
        return StoredPage(rows, paging.token(found[limit - 1][1]) if len(found) > limit else None)

    def _indexed(self, view: View[Any], index: str, partition: KeyValue) -> Iterator[tuple[Item, _Stored]]:
        key = view.indexes[index]
        for stored in self._rows[view.name].values():
            item = stored.item
            if (
                item is not None
                and all(name in item for name in key.names)
                and key_part(item[key.partition]) == partition
            ):
                yield item, stored

    # -- for tests and replays

    def tables(self) -> dict[str, dict[RowKey, Mapping[str, Any]]]:
        """Every row of every view: what a replay must give again."""
        return {name: dict(self._shown(rows)) for name, rows in self._rows.items()}

    def _shown(self, rows: Mapping[RowKey, _Stored]) -> Iterator[tuple[RowKey, Mapping[str, Any]]]:
        for key, stored in rows.items():
            if (members := stored.row) is not None:
                yield key, members

    def cursors(self) -> dict[tuple[str, str | RowKey], Cursor]:
        """Every cursor, by view and source key (row key, where the view is per aggregate)."""
        found: dict[tuple[str, str | RowKey], Cursor] = {}
        found.update(self._cursors.items())
        for name, rows in self._rows.items():
            found.update(((name, key), s.cursor) for key, s in rows.items() if s.cursor)
        return found


def _gathered_item(view: View[Any], row: RowWrite) -> Item | None:
    return None if row.members is None else row_item(view, row.key, row.members)


def _revision(row: RowWrite) -> Item:
    return {REVISION: {"S": row.revision}}


def _refused(view: View[Any], key: RowKey, item: Item | None, ours: Callable[[], Item]) -> str:
    """Why DynamoDB can never take a row, as `specfold.aws.transactions` finds it."""
    made = item_key(view, key) if item is None else item
    total = size(made)
    large = too_large(size(made | ours())) if total > MAX_ITEM - OURS else ""
    return large or unstorable(view, key, made)
