"""Reads a channel of the log: the ledger of its aggregates first, then the views.

Each key stands for itself: one that is held, parked, or lost to another poller stops no other. What could not
be written is returned, and comes again; what comes again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from runtime.commit import Record
from runtime.cursor import Cursor, Status, grouped
from runtime.decider import category_and_id, states_of
from runtime.envelope import Entry
from runtime.errors import described
from runtime.ledger import LedgerFold, knower
from runtime.ports import LedgerStep, LedgerStore, Repairs, ViewStore
from runtime.projection import ViewFold, follows
from runtime.service import Reader, View
from runtime.signals import signal, stopped

Groups = Mapping[str, list[Entry]]


class ChannelReader:
    """The reader of one channel of one service."""

    def __init__(self, reader: Reader, *, ledger: LedgerStore, views: ViewStore, repairs: Repairs) -> None:
        self._reader = reader
        self._ledger = ledger
        self._views = views
        self._repairs = repairs
        self._known = knower(ledger)
        self._states = {aggregate.name: states_of(aggregate) for aggregate in reader.aggregates}

    def read(self, records: Sequence[Record]) -> list[Record]:
        """Take the records in; returns those that must be delivered again, in the order given."""
        groups = grouped(records, self._reader.catalog)
        lost = self._attempted("ledger", groups, self._read_ledger)
        for view in self._reader.views:
            own = {
                key: group for key, group in groups.items() if key not in lost and self._follows(view, key)
            }
            lost |= self._attempted(view.name, own, partial(self._read_view, view))
        return [record for record in records if record.key in lost]

    def _follows(self, view: View[Any], key: str) -> bool:
        return follows(self._reader, view, category_and_id(key)[0])

    def _attempted(self, name: str, groups: Groups, work: Callable[[Groups], set[str]]) -> set[str]:
        """The keys that were lost; all of them where the work itself could not be done."""
        try:
            lost = work(groups) if groups else set()
        except Exception as error:  # of a port, or our own fault: either way nothing may be skipped
            signal("retried", reader=name, error=described(error))
            return set(groups)
        if lost:
            signal("retried", reader=name, keys=len(lost))
        return lost

    def _read_ledger(self, groups: Groups) -> set[str]:
        keys = [key for key in groups if category_and_id(key)[0] in self._states]
        items = self._ledger.read_many(keys)
        steps: list[LedgerStep] = []
        outdated: set[str] = set()
        for key in keys:
            fold = LedgerFold(self._states[category_and_id(key)[0]], key, items.get(key))
            steps.extend(fold.steps(groups[key], self._known))
            if fold.outdated:
                outdated.add(key)
        lost = set(self._ledger.write(steps)) if steps else set()
        cursors = {key: item.cursor for key, item in items.items()} | {s.key: s.item.cursor for s in steps}
        stopped("ledger", {s.key: s.item.cursor for s in steps if s.key not in lost})
        self._mend(cursors, outdated)
        return lost

    def _read_view(self, view: View[Any], groups: Groups) -> set[str]:
        lost = self._fold_view(view, groups)
        if view.per_aggregate or len(lost) < 2:
            return lost
        # Keys are written together; one whose row the store refuses must not take the others with it.
        return {key for key in lost if self._fold_view(view, {key: groups[key]})}

    def _fold_view(self, view: View[Any], groups: Groups) -> set[str]:
        fold = ViewFold(view, self._views, self._known)
        units = list(fold.units(groups))
        lost = set(self._views.write(view, units)) if units else set()
        written = {step.key: step.cursor for unit in units for step in unit.steps}
        stopped(view.name, {key: cursor for key, cursor in written.items() if key not in lost})
        self._mend(fold.cursors, ())
        return lost

    def _mend(self, cursors: Mapping[str, Cursor], outdated: Iterable[str]) -> None:
        """Ask for a repair wherever it can help by itself; again with each batch, as asking may get lost."""
        held = {key for key, cursor in cursors.items() if cursor.status is Status.HELD}
        for key in held.union(outdated):
            self._repairs.ask(self._reader.channel, key)
