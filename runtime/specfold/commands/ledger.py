"""The ledger: who won, and the state that the next decision stands on. The write side's own projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from specfold.commands.decider import States
from specfold.eventlog.commit import Commit, Verdict
from specfold.eventlog.cursor import START, Cursor, Known, Status, Step, follow
from specfold.eventlog.envelope import Entry
from specfold.eventlog.ports import MAX_COMMANDS, CommandItem, LedgerItem, LedgerStep, LedgerStore
from specfold.model.messages import Event

COMMAND_DAYS: Final = 14  # a command is remembered twice as long as the stream can redeliver its record


class LedgerFold:
    """One aggregate's item, folded in memory, record by record.

    A fault in `evolve` does not stop the verdicts, which look at no payload: the item is parked, its state
    stays at the last version that folded, and no command is decided on it until it is repaired.

    `since` (ms since 1970) is for a fold from nothing, which repairs: commands that arrived before are
    forgotten by now, and those that lost are put right, in case a reader took them for winners.
    """

    def __init__(
        self, states: States[Any], key: str, item: LedgerItem | None, *, since: int | None = None
    ) -> None:
        self.item = item or LedgerItem(cursor=START)
        self.judged: list[Step] = []
        self.wanted = states.wanted
        self._key = key
        self._states = states
        self._since = since
        self._won: set[str] = set()
        self._expected = item.cursor if item else None
        self._state: Any = None
        self._at = -1  # the version that `_state` stands for; -1: not read yet

    def steps(self, entries: Iterable[Entry], known: Known) -> Iterator[LedgerStep]:
        """What to write: one step, or more where more commands are accepted than one step may hold."""
        commands: dict[str, CommandItem] = {}
        written = self.item.cursor
        if written.status is Status.HELD:
            self.item = replace(self.item, cursor=written.missing(entries))
        for step in follow(self.item.cursor, entries, known):
            self._take(step, commands)
            if len(commands) == MAX_COMMANDS:
                yield self._written(commands)
                written, commands = self.item.cursor, {}
        if self.item.cursor != written:
            yield self._written(commands)

    def _take(self, step: Step, commands: dict[str, CommandItem]) -> None:
        before, entry = self.item.cursor, step.entry
        cursor = step.cursor.passing(frozenset(), before)
        self.judged.append(step)
        self._remember(step, commands)
        began = entry.record.arrived if self._expected is None and not self.item.began else self.item.began
        if before.status is Status.PARKED and cursor.status is Status.OK:
            cursor = cursor.stopped_as(before)
        if step.verdict is Verdict.ACCEPT and cursor.status is Status.OK:
            try:
                events = [event for _, event in entry.events(self.wanted)]
                noted = cursor.passing(entry.unknown, before)
                self._evolve(events, cursor.version)
            except Exception as error:  # whatever handwritten code raises
                cursor = cursor.failed(error, entry.record)
            else:
                cursor = noted
        self.item = replace(self.item, cursor=cursor, began=began)

    def _remember(self, step: Step, commands: dict[str, CommandItem]) -> None:
        commit, arrived = step.entry.commit, step.entry.record.arrived
        if commit is None or not commit.command or (self._since is not None and arrived < self._since):
            return
        if step.verdict is Verdict.ACCEPT:
            commands[commit.command] = _command(step.entry, commit, step.cursor.version)
            self._won.add(commit.command)
        elif step.verdict is Verdict.VOID and self._since is not None and commit.command not in self._won:
            commands[commit.command] = _command(step.entry, commit, 0)

    def _evolve(self, events: Sequence[Event], version: int) -> None:
        state = self._states.decode(self.item) if self._at < 0 else self._state
        self._state = self._states.evolve(state, events)
        self._at = version

    def _written(self, commands: Mapping[str, CommandItem]) -> LedgerStep:
        if self._at > self.item.folded:
            try:
                text = self._states.encode(self._state)
                self.item = replace(
                    self.item, state=text, fingerprint=self._states.fingerprint, folded=self._at
                )
            except Exception as error:  # pydantic on a handwritten class
                self.item = replace(self.item, cursor=self.item.cursor.failed(error))
        step = LedgerStep(
            key=self._key, expected=self._expected, item=self.item, commands=tuple(commands.values())
        )
        self._expected = self.item.cursor
        return step


def _command(entry: Entry, commit: Commit, version: int) -> CommandItem:
    record = entry.record
    ttl = record.arrived // 1000 + COMMAND_DAYS * 86_400
    return CommandItem(
        id=commit.command,
        commit=commit.id,
        version=version,
        epoch=record.epoch,
        seq=record.seq,
        ttl=ttl,
        commandhash=(entry.first and entry.first.commandhash) or "",
    )


def knower(store: LedgerStore) -> Known:
    """What the ledger knows of records that come late: no commits, those that a repair voided, and its own.

    A view is behind the ledger, or has folded another commit in the place of this one, unless its cursor
    stands on it or has come past its version.
    """

    def known(entry: Entry, cursor: Cursor) -> bool:
        commit = entry.commit
        if commit is None:
            return True
        item = store.command(commit.command)
        if item is None or item.commit != commit.id:
            return False
        return item.version == 0 or item.version < cursor.version or cursor.top == commit.id

    return known
