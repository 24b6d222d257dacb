"""What a repair changes, or would change: cursors, rows and commands, before and after.

Shown to people, so personal members of rows are masked: it is told that they change, and never what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import RowKey
from specfold.model.messages import Row

MASK: Final = "(personal)"
Members = Mapping[str, Any] | None


@dataclass(slots=True, kw_only=True)
class RowChange:
    """One row: its members as they were and as they are then, masked. None: there is no row."""

    key: RowKey
    before: Members
    after: Members
    members: tuple[str, ...]  # that differ, masked ones too


@dataclass(slots=True, kw_only=True)
class Change:
    """What happens to one key at one reader."""

    reader: str
    key: str
    before: Cursor | None
    after: Cursor
    rows: dict[RowKey, RowChange] = field(default_factory=dict)
    state: bool = False  # whether the state that decisions stand on changes

    @property
    def any(self) -> bool:
        """Whether anything changes at all."""
        return self.before != self.after or self.state or any(row.members for row in self.rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A command that a policy issues. An id that is known already acts no second time."""

    policy: str
    command: str
    key: str
    command_id: str
    event: str  # id of the event that it answers
    outcome: str  # "accepted before"; else "new" in a rehearsal, or what came of it


def row_change(row: type[Row], key: RowKey, before: Members, after: Members) -> RowChange:
    """A row's change, fit to be shown."""
    names = {**(before or {}), **(after or {})}
    missing = object()
    differ = [name for name in names if (before or {}).get(name, missing) != (after or {}).get(name, missing)]
    return RowChange(key=key, before=masked(row, before), after=masked(row, after), members=tuple(differ))


def masked(row: type[Row], members: Members) -> Members:
    """The members with personal ones masked; all of them where the row does not read, as none can be told."""
    if members is None:
        return None
    try:
        read = row.from_wire(members)
    except ValidationError:
        return dict.fromkeys(members, MASK)
    return _masked(read, dict(members))


def _masked(value: BaseModel, members: dict[str, Any]) -> dict[str, Any]:
    """Generated classes keep personal members out of their `repr`: that mark is what is gone by."""
    for name, member in type(value).model_fields.items():
        wire = member.alias or name
        if wire not in members:
            continue
        if not member.repr:
            members[wire] = MASK
        elif isinstance(members[wire], dict | list):
            members[wire] = _within(getattr(value, name), members[wire])
    return members


def _within(value: Any, wire: Any) -> Any:
    if isinstance(value, BaseModel) and isinstance(wire, dict):
        return _masked(value, dict(wire))
    if isinstance(value, Iterable) and not isinstance(value, Mapping | str) and isinstance(wire, list):
        return [_within(one, made) for one, made in zip(value, wire, strict=False)]
    if isinstance(value, Mapping) and isinstance(wire, dict):
        return {name: _within(value.get(name), made) for name, made in wire.items()}
    return wire


def merged(changes: Iterable[Change]) -> list[Change]:
    """Changes of one key at one reader as one: a long history is written in steps."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        known = found.setdefault((change.reader, change.key), change)
        if known is change:
            continue
        known.after, known.state = change.after, known.state or change.state
        for key, row in change.rows.items():
            first = known.rows.setdefault(key, row)
            first.after, first.members = row.after, tuple(dict.fromkeys((*first.members, *row.members)))
    return list(found.values())
