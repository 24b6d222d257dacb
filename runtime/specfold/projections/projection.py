"""Views: read models folded from the log by pure functions, each with its own cursors.

A batch is folded in memory, all its keys and commits together, and each row is written once. A commit folds
whole or not at all: when a handler raises, its key is parked in this view, just before that commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from specfold.commands.decider import category_and_id
from specfold.eventlog.commit import Verdict
from specfold.eventlog.cursor import START, Cursor, Known, Status, follow
from specfold.eventlog.envelope import Entry
from specfold.eventlog.ports import MAX_ACTIONS, CursorStep, RowKey, RowWrite, ViewStore, ViewUnit
from specfold.model.errors import HandlerFault, StateOutdated
from specfold.model.messages import Event, Row
from specfold.model.service import Reader, View
from specfold.model.tables import key_value

Members = Mapping[str, Any]


@dataclass(slots=True)
class _Turn:
    """One judged record of one key: the cursor after it, and the events that fold into rows."""

    cursor: Cursor
    entry: Entry | None = None  # None: a fold begins, with nothing judged yet
    events: list[tuple[RowKey, Event]] = field(default_factory=list)

    @property
    def rows(self) -> set[RowKey]:
        return {row for row, _ in self.events}


@dataclass(slots=True)
class _Target:
    """A row in memory: its members as they stand now, and the revision that the store has.

    `row` is what the members read as; None until somebody wants it.
    """

    members: Members | None = None
    revision: str | None = None
    row: Row | None = None


@dataclass(slots=True)
class _Open:
    """A unit that is still being filled."""

    keys: dict[str, None] = field(default_factory=dict)  # in order
    rows: dict[RowKey, str] = field(default_factory=dict)  # the revision to write, by row

    def fits(self, key: str, rows: set[RowKey]) -> bool:
        """Whether one more turn keeps within the bound of a transaction."""
        return len(self.keys.keys() | {key}) + len(self.rows.keys() | rows) <= MAX_ACTIONS


class ViewFold:
    """One view over one batch, or over the whole history of the keys in `restart`.

    A key in `restart` is folded from the cursor given there (its row, where per aggregate, from nothing),
    whatever its stored cursor says; that one is still what the write expects to find.
    """

    def __init__(
        self, view: View[Any], store: ViewStore, known: Known, restart: Mapping[str, Cursor] | None = None
    ) -> None:
        self._view = view
        self._store = store
        self._known = known
        self._wanted = frozenset(view.events)
        self._targets: dict[RowKey, _Target] = {}
        self._restart = restart or {}
        self._stored: dict[str, Cursor] = {}  # as the store has them once the units so far are written
        self.found: dict[str, Cursor] = {}  # as they were read
        self.taken: list[tuple[Cursor, Entry]] = []  # what changed rows
        self.cursors: dict[str, Cursor] = {}  # how far each key has come

    def units(self, groups: Mapping[str, Iterable[Entry]]) -> Iterator[ViewUnit]:
        """What to write for these entries, given by source key, in order.

        Raises:
            Unavailable: the store cannot be read now.
        """
        own = {key: row_key(self._view, key) if self._view.per_aggregate else () for key in groups}
        for key, item in self._store.load(self._view, own).items():
            self._stored[key] = self.found[key] = item.cursor
            if self._view.per_aggregate and key not in self._restart:
                self._targets[own[key]] = _Target(item.row)
        self.cursors = {key: self._stored.get(key, START) for key in groups} | dict(self._restart)
        turns = {key: list(self._turns(key, own[key], entries)) for key, entries in groups.items()}
        if self._view.per_aggregate:
            for key in groups:
                yield from self._folded({key: turns[key]}, _Open(rows={own[key]: ""}))
        else:
            rows = {row for own_turns in turns.values() for turn in own_turns for row in turn.rows}
            for row, found in self._store.targets(self._view, rows).items() if rows else ():
                self._targets[row] = _Target(found.members, found.revision)
            yield from self._folded(turns, _Open())

    def _turns(self, key: str, own: RowKey, entries: Iterable[Entry]) -> Iterator[_Turn]:
        cursor = self.cursors[key]
        if cursor.status is not Status.OK:
            yield _Turn(cursor.missing(entries))
            return
        if key in self._restart:
            yield _Turn(cursor)
        for step in follow(cursor, entries, self._known):
            try:
                events = self._events(step.entry, own) if step.verdict is Verdict.ACCEPT else []
                unknown = step.entry.unknown if step.verdict is Verdict.ACCEPT else frozenset()
                after = step.cursor.passing(unknown, cursor)
            except Exception as error:  # a payload that does not read, a `key_of` that raises
                yield _Turn(cursor.failed(error, step.entry.record))
                return
            cursor = after
            yield _Turn(cursor, step.entry, events)

    def _events(self, entry: Entry, own: RowKey) -> list[tuple[RowKey, Event]]:
        found = []
        for _, event in entry.events(self._wanted):
            try:
                found.append((self._row_of(event, own), event))
            except Exception:
                if entry.skip is None:  # else an operator has it left out
                    raise
        if len({row for row, _ in found}) >= MAX_ACTIONS:
            if entry.skip:
                return []
            raise HandlerFault(f"one commit changes more than {MAX_ACTIONS - 1} rows of {self._view.name}")
        return found

    def _row_of(self, event: Event, own: RowKey) -> RowKey:
        row = self._view.row_key(self._view.key_of(event))
        if self._view.per_aggregate and row != own:
            raise HandlerFault(f"an event of {self._view.name} belongs to the row of another aggregate")
        return row

    def _folded(self, turns: Mapping[str, list[_Turn]], unit: _Open) -> Iterator[ViewUnit]:
        for key, turn in ((key, turn) for key, own in turns.items() for turn in own):
            before, record = self.cursors[key], turn.entry.record if turn.entry else None
            if before.status is not Status.OK and not turn.cursor.missed:
                continue  # parked by an earlier turn of this batch
            if not unit.fits(key, turn.rows):
                yield self._closed(unit)
                unit = _Open()
            unit.keys.setdefault(key)
            try:
                self._fold(turn)
            except Exception as error:  # whatever handwritten code raises
                self.cursors[key] = before.failed(error, record)
            else:
                self.cursors[key] = turn.cursor
                unit.rows.update(dict.fromkeys(turn.rows, record.place if record else ""))
                if turn.entry and turn.events:
                    self.taken.append((turn.cursor, turn.entry))
        if unit.keys:
            yield self._closed(unit)

    def _fold(self, turn: _Turn) -> None:
        changed: dict[RowKey, _Target] = {}  # apart, until the whole commit is folded
        for row, event in turn.events:
            before = changed.get(row) or self._targets.get(row) or _Target()
            changed[row] = self._folded_row(row, before, event)
        self._targets.update(changed)

    def _folded_row(self, key: RowKey, before: _Target, event: Event) -> _Target:
        row = before.row
        if row is None and before.members is not None:
            row = self._read(before.members)
        after = self._view.fold(row, event)
        if after is None:
            return _Target(revision=before.revision)
        wire: Members = after.to_wire()
        # model_copy does not validate: what will not read must not be written, nor folded on.
        read: Row = self._view.row.from_wire(wire)
        if self._view.row_key(key_value(wire.get(name)) for name in self._view.key.names) != key:
            raise HandlerFault(f"a fold of {self._view.name} made a row of another key")
        return _Target(wire, before.revision, read)

    def _read(self, members: Members) -> Row:
        try:
            row: Row = self._view.row.from_wire(members)
        except Exception as error:  # pydantic, or a validator that is written by hand
            raise StateOutdated(f"a stored row of {self._view.name} does not read") from error
        return row

    def _closed(self, unit: _Open) -> ViewUnit:
        steps = tuple(
            CursorStep(key=key, expected=self._stored.get(key), cursor=self.cursors[key]) for key in unit.keys
        )
        self._stored.update({key: self.cursors[key] for key in unit.keys})
        return ViewUnit(steps=steps, rows=tuple(self._write(row, rev) for row, rev in unit.rows.items()))

    def _write(self, row: RowKey, revision: str) -> RowWrite:
        target = self._targets.setdefault(row, _Target())
        expected = target.revision
        target.revision = revision if target.members is not None else None
        return RowWrite(key=row, members=target.members, expected=expected, revision=revision)


def follows(reader: Reader, view: View[Any], aggregate: str) -> bool:
    """Whether a view follows the keys of an aggregate; on the channel of another service those of all."""
    wanted = frozenset(view.events)
    return not reader.aggregates or any(
        known.name == aggregate and not wanted.isdisjoint(known.events) for known in reader.aggregates
    )


def row_key(view: View[Any], source_key: str) -> RowKey:
    """The key of the row that stands for one aggregate, as the row class reads the aggregate's id."""
    _, id = category_and_id(source_key)
    row: type[Row] = view.row
    try:
        return view.row_key((key_value(_member(row, view.key.partition).validate_strings(id)),))
    except ValidationError:
        return view.row_key((id,))  # no event of it will fold: it is parked, and seen, under this key


@lru_cache(maxsize=1024)
def _member(row: type[Row], wire_name: str) -> TypeAdapter[Any]:
    for name, member in row.model_fields.items():
        if (member.alias or name) == wire_name:
            return TypeAdapter(member.annotation or str)
    raise HandlerFault(f"{row.__name__} has no member {wire_name!r}")
