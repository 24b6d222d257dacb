"""Reads a channel of the log: the ledger of its aggregates first, then the views.

Each key stands for itself: one that is held, parked, or lost to another poller stops no other. What could not
be written is returned, and comes again; what comes again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from specfold.commands.decider import category_and_id, states_of
from specfold.commands.ledger import LedgerFold, knower
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Cursor, Status, grouped
from specfold.eventlog.envelope import Entry
from specfold.eventlog.ports import LedgerStep, LedgerStore, Repairs, ViewStore
from specfold.eventlog.skips import Skips, skips_in
from specfold.model.errors import Unavailable, described
from specfold.model.service import Reader, View
from specfold.projections.projection import ViewFold, follows
from specfold.telemetry.signals import folded, judged, signal, stopped, trouble
from specfold.telemetry.tracing import SpanKind, span

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

    def read(self, records: Sequence[Record], skips: Skips | None = None) -> list[Record]:
        """Take the records in; returns those that must be delivered again, in the order given.

        `skips` are those of records that are not among these. A skip that comes later than the record that it
        names is honoured by a repair, which sees both.
        """
        met = skips_in(records)
        groups = grouped(records, self._reader.catalog, met | (skips or {}))
        lost = self._attempted("ledger", groups, self._read_ledger)
        for view in self._reader.views:
            own = {
                key: group for key, group in groups.items() if key not in lost and self._follows(view, key)
            }
            lost |= self._attempted(view.name, own, partial(self._read_view, view))
        for key in dict.fromkeys(key for key, _ in met):
            self._repairs.ask(self._reader.channel, key)
        return [record for record in records if record.key in lost]

    def _follows(self, view: View[Any], key: str) -> bool:
        return follows(self._reader, view, category_and_id(key)[0])

    def _attempted(self, name: str, groups: Groups, work: Callable[[Groups], set[str]]) -> set[str]:
        """The keys that were lost; all of them where the work itself could not be done."""
        if not groups:
            return set()
        entries = (entry.first for group in groups.values() for entry in group)
        try:
            with span(f"read {name}", SpanKind.CONSUMER, links=(e.traceparent for e in entries if e)):
                lost = work(groups)
        except Exception as error:  # of a port, or our own fault: either way nothing may be skipped
            signal(trouble(error), reader=name, error=described(error))
            if isinstance(error, Unavailable) or len(groups) == 1:
                return set(groups)
            # Our own fault: it may be about one key, and then others are not affected.
            return {key for key, group in groups.items() if self._attempted(name, {key: group}, work)}
        if lost:
            signal("retried", reader=name, keys=len(lost))
        return lost

    def _read_ledger(self, groups: Groups) -> set[str]:
        keys = [key for key in groups if category_and_id(key)[0] in self._states]
        items = self._ledger.read_many(keys)
        steps: list[LedgerStep] = []
        folds: dict[str, LedgerFold] = {}
        for key in keys:
            folds[key] = LedgerFold(self._states[category_and_id(key)[0]], key, items.get(key))
            steps.extend(folds[key].steps(groups[key], self._known))
        lost = set(self._ledger.write(steps)) if steps else set()
        before = {key: item.cursor for key, item in items.items()}
        written = {step.key: step.item.cursor for step in steps}
        judged("ledger", [step for key, fold in folds.items() if key not in lost for step in fold.judged])
        stopped("ledger", {key: c for key, c in written.items() if key not in lost}, groups, before)
        cursors, catalog = before | written, self._reader.catalog
        self._mend(cursors, [k for k, c in cursors.items() if c.reads(catalog, folds[k].wanted)])
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
        folded(view.name, [taken for taken in fold.taken if taken[1].record.key not in lost])
        stopped(view.name, {key: c for key, c in written.items() if key not in lost}, groups, fold.found)
        # Rows of many aggregates are not folded again: a repair helps only where such a key stopped.
        able = {k: c for k, c in fold.cursors.items() if view.per_aggregate or c.status is not Status.OK}
        catalog, wanted = self._reader.catalog, frozenset(view.events)
        self._mend(fold.cursors, [k for k, c in able.items() if c.reads(catalog, wanted)])
        return lost

    def _mend(self, cursors: Mapping[str, Cursor], readable: Iterable[str]) -> None:
        """Ask for a repair wherever it can help by itself; again with each batch, as asking may get lost."""
        stopped = {key for key, cursor in cursors.items() if cursor.status is Status.HELD or cursor.outdated}
        for key in stopped.union(readable):
            self._repairs.ask(self._reader.channel, key)
