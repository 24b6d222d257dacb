"""repair(key): fold one key again, from the archive and the stream, and put it right where it is wrong.

    archive(key) + stream(key) -> distinct identity -> sort by order -> fold from 0 -> conditional write

The ledger and a view of one row per aggregate are folded from nothing. A view that gathers many aggregates,
and a policy, cannot be: what they did is checked against the history (the commit they stand on proves all
before it) and goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, Final

from msgspec.structs import replace

from specfold.commands.decider import category_and_id, states_of
from specfold.commands.ledger import COMMAND_DAYS, LedgerFold
from specfold.eventlog.commit import Record, Verdict
from specfold.eventlog.cursor import START, Cursor, Status, follow, grouped, storable
from specfold.eventlog.envelope import Entry, name_and_version
from specfold.eventlog.ports import (
    Archive,
    Clock,
    CursorStep,
    LedgerItem,
    LedgerStep,
    LedgerStore,
    RowWrite,
    StreamSource,
    ViewItem,
    ViewStore,
    ViewUnit,
)
from specfold.model.errors import NewerEvent, StateUnreadable
from specfold.model.messages import Catalog
from specfold.model.service import Aggregate, Reader, View
from specfold.model.shared.limits import RETENTION_HOURS
from specfold.projections.policy_reader import PolicyReader
from specfold.projections.projection import ViewFold, follows, row_key
from specfold.recovery.event_histories import Result, always, end_of, judged, place_in, types_taken
from specfold.telemetry.signals import Name, signal

TRIES: Final = 3
# What a reader did not meet stood in the stream beside the first record that it met: it is not older by more.
RETENTION: Final = RETENTION_HOURS * 3_600_000  # ms
_NAMES: Final[Mapping[str, Name]] = {"ok": "repaired", "unknown": "repaired", "newer": "newer"}
_DIVERGED: Final = (Status.HELD, "diverged: what it stands on is not the history")
_FINAL: Final = ("ok", "parked", "busy", "newer")  # whatever else the archive holds
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
    ends: dict[str, Cursor] = field(default_factory=dict)  # where the last fold ended, by reader

    def repair(self, key: str, only: str = "") -> dict[str, Result]:
        """Repair a key wherever it is read, or for one reader only; the result by reader.

        A reader is "ledger", a view or a policy.

        Raises:
            Unavailable: a store or a source cannot be read now; what was written until then is right.
        """
        works = {name: work for name, work in self._works(key).items() if only in ("", name)}
        results: dict[str, Result] = {}
        for since in dict.fromkeys((self._since(key), None)):  # if it does not do, the whole archive
            if left := [name for name in works if results.get(name) not in _FINAL]:
                archived = list(self.history.archive.records(key, since))
                results |= {name: self._tried(partial(works[name], archived)) for name in left}
        for name, result in results.items():
            signal(
                _NAMES.get(result, "defect"),
                {"NewerEvents": 1} if result == "newer" else {},
                reader=name,
                key=key,
                result=result,
                error=self.reasons.get(name),
            )
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
        if before is None and not entries:
            return "unknown"
        since = int(self.clock.now().timestamp() - COMMAND_DAYS * 86_400) * 1000
        fold = LedgerFold(states_of(aggregate), key, None, since=since)
        steps = list(fold.steps(entries, always))
        self.ends["ledger"] = fold.item.cursor
        lost, end = self._forgotten(before, entries, folded), fold.item.cursor
        self.reasons["ledger"] = str(lost or end.error)
        result, writable = judged(end, before or START, entries, lost, fold.item.folded >= folded)
        if writable:
            steps = _linked(before, steps)
        elif result == "newer" and stored and _outdated(aggregate, stored):
            item = replace(stored, cursor=_waiting(stored.cursor, lost, end))
            steps = [LedgerStep(key=key, expected=before, item=item)]
        else:
            return result
        return "busy" if steps and self.ledger.write(steps) else result

    def _view(self, view: View[Any], key: str, archived: Archived) -> Result:
        own = row_key(view, key) if view.per_aggregate else ()
        found = self.views.load(view, {key: own}).get(key)
        before = found.cursor if found else None
        entries = self._entries(key, self.reader.catalog, archived)
        if before is None and not entries:
            return "unknown"
        place = START if view.per_aggregate else place_in(entries, before or START)
        if place == "diverged" and before:
            step = CursorStep(key=key, expected=before, cursor=before.stopped(*_DIVERGED))
            return "busy" if self.views.write(view, [ViewUnit(steps=(step,))]) else "diverged"
        if isinstance(place, str) or (
            before and before.status is Status.OK and place.order == end_of(entries)
        ):
            return place if isinstance(place, str) else "ok"
        if before and not view.per_aggregate:
            place = place.passing({type for type in types_taken(entries, place) if before.noted(type)}, START)
        return self._folded(view, key, found, place, entries)

    def _folded(
        self, view: View[Any], key: str, found: ViewItem | None, place: Cursor, entries: Sequence[Entry]
    ) -> Result:
        before = found.cursor if found else None
        fold = ViewFold(view, self.views, always, {key: place})
        units = list(fold.units({key: entries}))
        if fold.found.get(key) != before:
            return "busy"  # somebody went on from there: what they folded must not be folded again
        lost = self._forgotten(before, entries) if view.per_aggregate else None
        self.ends[view.name] = end = fold.cursors[key]
        self.reasons[view.name] = str(lost or end.error)
        result, writable = judged(end, before or START, entries, lost)
        if result == "newer" and not writable and found and found.cursor.outdated:
            step = CursorStep(key=key, expected=before, cursor=_waiting(found.cursor, lost, end))
            row = RowWrite(key=row_key(view, key), members=found.row)
            units, writable = [ViewUnit(steps=(step,), rows=(row,))], True
        return "busy" if writable and self.views.write(view, units) else result

    def _policy(self, policy: PolicyReader, key: str, archived: Archived) -> Result:
        stored = policy.cursor(key)
        entries = self._entries(key, policy.catalog, archived)
        if stored is None:
            return "ok" if entries else "unknown"
        place = place_in(entries, stored)
        if place == "diverged":
            step = CursorStep(key=key, expected=stored, cursor=stored.stopped(*_DIVERGED))
            return "busy" if policy.move(step) else "diverged"
        if isinstance(place, str):
            return place
        start = place if policy.since else self._first_met(entries, key)
        start = replace(place, done=stored.done) if stored.version else start
        rest = [entry for entry in entries if entry.record.order > start.order]
        if stored.status is Status.OK and not rest:
            return "ok"
        reaction = policy.react({key: (start, rest)})[key]
        self.ends[policy.name] = reaction.cursor
        self.reasons[policy.name] = reaction.cursor.error
        result, writable = judged(reaction.cursor, stored, entries)
        step = CursorStep(key=key, expected=stored, cursor=reaction.cursor)
        return "busy" if reaction.again or (writable and policy.move(step)) else result

    def _forgotten(
        self, stored: Cursor | None, entries: Sequence[Entry], folded: int | None = None
    ) -> NewerEvent | None:
        """Why what was stored must not be folded again by this code: it has events whose names it lacks.

        `folded`: the version of its state; what came while the key was stopped was not folded.
        """
        if stored is None:
            return None
        names = {type: name_and_version(type) for type in types_taken(entries, stored, folded)}
        lacking = [t for t, one in names.items() if one and not self.reader.catalog.names(one[0])]
        lost = sorted(t for t in lacking if storable(t) and not stored.noted(t))
        if not lost:
            return None
        return NewerEvent(" ".join(lost), f"what is stored was folded from {', '.join(lost)}")

    def _first_met(self, entries: Sequence[Entry], key: str) -> Cursor:
        """Where a new policy begins on an old key: with what the stream still holds, not with its past."""
        streamed = {record.identity for record in self.history.stream.records(key)}
        cursor = START
        for step in follow(START, entries, always):
            if step.entry.record.identity in streamed or step.verdict is Verdict.HOLD:
                break
            cursor = step.cursor
        return cursor


def _outdated(aggregate: Aggregate[Any], stored: LedgerItem) -> bool:
    """Whether the key goes on, or would, but for a state that this code does not read."""
    if stored.cursor.status is not Status.OK:
        return stored.cursor.outdated
    try:
        states_of(aggregate).decode(stored)
    except StateUnreadable:
        return True
    return False


def _waiting(cursor: Cursor, lost: NewerEvent | None, end: Cursor) -> Cursor:
    """A cursor that waits for newer code, with all that is stored beside it."""
    return cursor.failed(lost) if lost else cursor.stopped_as(end)


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
