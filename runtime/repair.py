"""repair(key): fold one key again, from the archive and the stream, and put it right where it is wrong.

    archive(key) + stream(key) -> distinct identity -> sort by order -> fold from 0 -> conditional write

The ledger and a view of one row per aggregate are folded from nothing. A view that gathers many aggregates,
and a policy, cannot be: what they did is checked against the history (the commit they stand on proves all
before it) and goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, Final, Literal

from msgspec.structs import replace

from runtime.commit import Order, Record, Verdict
from runtime.cursor import START, Cursor, Status, follow, grouped
from runtime.decider import category_and_id, states_of
from runtime.envelope import Entry
from runtime.ledger import COMMAND_DAYS, LedgerFold
from runtime.messages import Catalog
from runtime.policy import PolicyReader
from runtime.ports import (
    Archive,
    Clock,
    CursorStep,
    LedgerStep,
    LedgerStore,
    StreamSource,
    ViewStore,
    ViewUnit,
)
from runtime.projection import ViewFold, follows, row_key
from runtime.service import Aggregate, Reader, View
from runtime.telemetry.signals import Name, signal

TRIES: Final = 3
# What a reader did not meet stood in the stream beside the first record that it met: it is not older by more.
RETENTION: Final = 7 * 24 * 3_600_000  # ms
_DIVERGED: Final = (Status.HELD, "diverged: what it stands on is not the history")
Result = Literal[
    "ok",  # right, or put right
    "parked",  # a handler raises; a key that went on until now is left as it is
    "hole",  # archive and stream together lack a record: nothing was written
    "behind",  # archive and stream do not show yet what was read already: nothing was written
    "diverged",  # what was folded is not the history: this view must be rebuilt
    "busy",  # others wrote at the same time, as often as it was tried
]


Archived = Sequence[Record]  # the records of one key in the archive, read once for all who read that key


@dataclass(frozen=True, slots=True)
class History:
    """Where the records of one channel can be found again."""

    archive: Archive
    stream: StreamSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Repairs the keys of one channel: its ledger, its views, and the policies that read it."""

    reader: Reader  # without aggregates and views where the channel is another service's
    history: History
    ledger: LedgerStore
    views: ViewStore
    clock: Clock
    policies: Sequence[PolicyReader] = ()
    reasons: dict[str, str] = field(default_factory=dict)  # why the last fold stopped, by reader

    def repair(self, key: str, only: str = "") -> dict[str, Result]:
        """Repair a key wherever it is read, or for one reader only; the result by reader.

        A reader is "ledger", a view or a policy.

        Raises:
            Unavailable: a store or a source cannot be read now; what was written until then is right.
        """
        works = {name: work for name, work in self._works(key).items() if only in ("", name)}
        results: dict[str, Result] = {}
        for since in dict.fromkeys((self._since(key), None)):  # if it does not do, the whole archive
            if left := [name for name in works if results.get(name) not in ("ok", "parked", "busy")]:
                archived = list(self.history.archive.records(key, since))
                results |= {name: self._tried(partial(works[name], archived)) for name in left}
        for name, result in results.items():
            told: Name = "repaired" if result == "ok" else "defect"
            signal(told, reader=name, key=key, result=result, error=self.reasons.get(name))
        return results

    def _since(self, key: str) -> int | None:
        """The arrival (ms since 1970) from which on the archive is read; None: from its beginning."""
        item = self.ledger.read(key, consistent=True) if self.reader.aggregates else None
        return item.began - RETENTION if item and item.began else None

    def _works(self, key: str) -> dict[str, Callable[[Archived], Result]]:
        category, _ = category_and_id(key)
        works: dict[str, Callable[[Archived], Result]] = {}
        for aggregate in self.reader.aggregates:
            if aggregate.name == category:
                works["ledger"] = partial(self._ledger, aggregate, key)
        for view in self.reader.views:
            if follows(self.reader, view, category):
                works[view.name] = partial(self._view, view, key)
        return works | {policy.name: partial(self._policy, policy, key) for policy in self.policies}

    def _tried(self, work: Callable[[], Result]) -> Result:
        result: Result = "busy"
        for _ in range(TRIES):
            result = work()
            if result not in ("busy", "behind"):
                break
            self.clock.sleep(0.2)
        return result

    def _entries(self, key: str, catalog: Catalog, archived: Archived) -> list[Entry]:
        return grouped(chain(archived, self.history.stream.records(key)), catalog).get(key, [])

    # What is stored is read before the stream, and expected when it is written. What a reader meets of a key
    # changes its cursor there: so what comes after that makes the write fail, and does not get lost.

    def _ledger(self, aggregate: Aggregate[Any], key: str, archived: Archived) -> Result:
        stored = self.ledger.read(key, consistent=True)
        before, folded = (stored.cursor, stored.folded) if stored else (None, 0)
        entries = self._entries(key, self.reader.catalog, archived)
        since = int(self.clock.now().timestamp() - COMMAND_DAYS * 86_400) * 1000
        fold = LedgerFold(states_of(aggregate), key, None, since=since)
        steps = list(fold.steps(entries, _always))
        self.reasons["ledger"] = fold.item.cursor.error
        result, writable = _judged(fold.item.cursor, before or START, entries, fold.item.folded >= folded)
        if not (writable and steps):
            return result
        return "busy" if self.ledger.write(_linked(before, steps)) else result

    def _view(self, view: View[Any], key: str, archived: Archived) -> Result:
        own = row_key(view, key) if view.per_aggregate else ()
        found = self.views.load(view, {key: own}).get(key)
        before = found.cursor if found else None
        entries = self._entries(key, self.reader.catalog, archived)
        place = START if view.per_aggregate else _place(entries, before or START)
        if place == "diverged" and before:
            step = CursorStep(key=key, expected=before, cursor=before.stopped(*_DIVERGED))
            return "busy" if self.views.write(view, [ViewUnit(steps=(step,))]) else "diverged"
        if isinstance(place, str):
            return place
        if before and before.status is Status.OK and place.order == _end(entries):
            return "ok"
        fold = ViewFold(view, self.views, _always, {key: place})
        units = list(fold.units({key: entries}))
        if fold.found.get(key) != before:
            return "busy"  # somebody went on from there: what they folded must not be folded again
        self.reasons[view.name] = fold.cursors[key].error
        result, writable = _judged(fold.cursors[key], before or START, entries)
        return "busy" if writable and self.views.write(view, units) else result

    def _policy(self, policy: PolicyReader, key: str, archived: Archived) -> Result:
        stored = policy.cursor(key)
        if stored is None:
            return "ok"
        entries = self._entries(key, policy.catalog, archived)
        place = _place(entries, stored)
        if place == "diverged":
            step = CursorStep(key=key, expected=stored, cursor=stored.stopped(*_DIVERGED))
            return "busy" if policy.move(step) else "diverged"
        if isinstance(place, str):
            return place
        start = place if stored.version else self._first_met(entries, key)
        rest = [entry for entry in entries if entry.record.order > start.order]
        if stored.status is Status.OK and not rest:
            return "ok"
        reaction = policy.react({key: (start, rest)})[key]
        self.reasons[policy.name] = reaction.cursor.error
        result, writable = _judged(reaction.cursor, stored, entries)
        step = CursorStep(key=key, expected=stored, cursor=reaction.cursor)
        return "busy" if reaction.again or (writable and policy.move(step)) else result

    def _first_met(self, entries: Sequence[Entry], key: str) -> Cursor:
        """Where a new policy begins on an old key: with what the stream still holds, not with its past."""
        streamed = {record.identity for record in self.history.stream.records(key)}
        cursor = START
        for step in follow(START, entries, _always):
            if step.entry.record.identity in streamed or step.verdict is Verdict.HOLD:
                break
            cursor = step.cursor
        return cursor


def _always(_entry: Entry, _cursor: Cursor) -> bool:
    """In a history that is sorted, nothing comes late."""
    return True


def _judged(now: Cursor, was: Cursor, entries: Sequence[Entry], folded: bool = True) -> tuple[Result, bool]:
    """What a fold gave, and whether it may be written; `folded`: its state came as far as the stored one.

    A handler that raises now takes nothing back of what was folded before: it may only park a key where it
    stands, or later. What is held, or stands on a commit that lost, was folded wrongly: that is taken back.
    """
    if now.status is Status.HELD:
        return "hole", False
    if was.order > _end(entries):
        return "behind", False
    if now.status is Status.PARKED:
        wrong = was.status is Status.HELD or _place(entries, was) == "diverged"
        return "parked", wrong or (folded and now.order >= was.order)
    return "ok", True


def _end(entries: Sequence[Entry]) -> Order:
    return entries[-1].record.order if entries else START.order


def _linked(before: Cursor | None, steps: Sequence[LedgerStep]) -> list[LedgerStep]:
    """The steps of a fold from nothing as writes over what is stored; held until the last of them stands."""
    linked = []
    for step in steps:
        cursor = step.item.cursor
        if step is not steps[-1]:
            cursor = cursor.stopped(Status.HELD, "its repair was not finished")
        linked.append(replace(step, expected=before, item=replace(step.item, cursor=cursor)))
        before = cursor
    return linked


def _place(entries: Sequence[Entry], cursor: Cursor) -> Cursor | Result:
    """Where a cursor stands in the history, good to go on from; or why it does not."""
    at = START
    for step in follow(START, entries, _always):
        if step.verdict is Verdict.HOLD and at.version < cursor.version:
            return "hole"
        if step.verdict is Verdict.HOLD or step.cursor.version > cursor.version:
            break
        at = step.cursor
    if at.version < cursor.version:
        return "behind"
    if at.head != cursor.head:
        return "diverged"
    return at
