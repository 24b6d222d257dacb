"""Cursors as DynamoDB keeps them, and the conditions that a write makes.

A cursor's members stand at the top of an item of the ledger or of a cursors table, and in the map `_cursor`
of a row that stands for one aggregate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec.structs import replace

from specfold.eventlog.cursor import START, Cursor, Status
from specfold.eventlog.ports import CursorStep, LedgerItem
from specfold.storage.attributes import Attribute, Item, attribute, value

CURSOR: Final = "_cursor"  # of a row that stands for one aggregate
REVISION: Final = "_revision"  # of a row that gathers many
SOURCE_KEY: Final = "key"  # in `_cursor`, of a row that goes no further
PK: Final = "pk"  # partition key of ledger and cursors tables
STARTED: Final = "started"  # ms since 1970, of a policy; `specfold.deploy.tables` writes it
COMMAND: Final = "cmd#"  # before the id of a command that was accepted, in a ledger

CURSOR_NAMES: Final = (
    "version",
    "top",
    "epoch",
    "seq",
    "shard",
    "status",
    "error",
    "by",
    "since",
    "missed",
    "unread",
    "done",
)
_SELDOM: Final = ("error", "by", "since", "missed", "unread", "done")  # left out where the cursor goes on


def cursor_attributes(cursor: Cursor) -> Item:
    """A cursor's members; `top` and what tells of a stop are left out where there are none."""
    members = {name: getattr(cursor, name) for name in CURSOR_NAMES} | {"status": cursor.status.value}
    return {name: attribute(m) for name, m in members.items() if m is not None and (m or name not in _SELDOM)}


def stopped_attributes(cursor: Cursor, source_key: str) -> Item:
    """A cursor's members in a row; beside one that is stopped, the source key, which a row does not tell."""
    told = {} if cursor.status is Status.OK else {SOURCE_KEY: attribute(source_key)}
    return cursor_attributes(cursor) | told


def cursor_of(item: Mapping[str, Any]) -> Cursor:
    """The cursor in an item of the ledger or of a cursors table, or in the content of a `_cursor` map."""
    members = {name: value(item[name]) for name in CURSOR_NAMES if name in item}
    return Cursor(**members | {"status": Status(members["status"])})


@dataclass(slots=True)
class Expression:
    """Conditions and updates of one request, with the names and values they use."""

    names: dict[str, str] = field(default_factory=dict)
    values: Item = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)

    def path(self, *names: str) -> str:
        """A document path; every name is a placeholder, as many are reserved words."""
        marks = [f"#{name.lstrip('_')}" for name in names]
        self.names.update(zip(marks, names, strict=True))
        return ".".join(marks)

    def value(self, mark: str, content: Attribute) -> str:
        """A value's placeholder."""
        self.values[f":{mark}"] = content
        return f":{mark}"

    def request(self) -> dict[str, Any]:
        """What goes into the request beside the expressions."""
        return {"ExpressionAttributeNames": self.names} | (
            {"ExpressionAttributeValues": self.values} if self.values else {}
        )

    def condition(self) -> dict[str, Any]:
        """The terms, all of which must hold, as a request's condition."""
        return {"ConditionExpression": " AND ".join(self.terms)} | self.request()


def expects_cursor(expected: Cursor | None, *within: str) -> Expression:
    """Holds if the cursor there equals `expected`, or if there is none and `expected` is None."""
    made = Expression()
    if expected is None:
        made.terms.append(f"attribute_not_exists({made.path(*within, 'version')})")
        return made
    known = cursor_attributes(expected)
    for name in ("version", "top", "epoch", "seq", "status", "missed"):
        path = made.path(*within, name)
        if name in known:
            made.terms.append(f"{path} = {made.value(f'was_{name}', known[name])}")
        else:
            made.terms.append(f"attribute_not_exists({path})")
    return made


def moves_cursor(members: Item, expected: Cursor | None, *within: str) -> dict[str, Any]:
    """A request's update of the cursor alone, if it is as expected; what stands beside it stays."""
    made = expects_cursor(expected, *within)
    sets = [
        f"{made.path(*within, name)} = {made.value(f'is_{name}', content)}"
        for name, content in members.items()
    ]
    return {"UpdateExpression": f"SET {', '.join(sets)}"} | made.condition()


def expects_revision(expected: str | None) -> Expression:
    """Holds if the row there has this revision, or if there is none and `expected` is None."""
    made = Expression()
    path = made.path(REVISION)
    if expected is None:
        made.terms.append(f"attribute_not_exists({path})")
    else:
        made.terms.append(f"{path} = {made.value('was', {'S': expected})}")
    return made


def distinct(keys: Iterable[Item]) -> list[Item]:
    """The keys, each once: a batch read refuses repeats."""
    return list({repr(sorted(key.items())): key for key in keys}.values())


def parked(step: CursorStep, reason: str) -> CursorStep:
    """The step that stops a key where it stands instead."""
    return CursorStep(
        key=step.key, expected=step.expected, cursor=refused(step.expected or START, step.cursor, reason)
    )


def refused(stopped: Cursor, last: Cursor, reason: str) -> Cursor:
    """A cursor that stops where it stands, as what came of the records up to `last` cannot be stored."""
    by = f"{last.epoch}/{last.shard}/{last.seq}"
    return replace(stopped.stopped(Status.PARKED, reason), by=by)


def ledger_attributes(item: LedgerItem) -> Item:
    """An aggregate's item in the ledger, but for its key."""
    made = cursor_attributes(item.cursor) | {
        "fingerprint": {"S": item.fingerprint},
        "folded": {"N": str(item.folded)},
        "began": {"N": str(item.began)},
    }
    # As text: a state is JSON, and people read it in the console.
    return made | ({"state": {"S": item.state.decode()}} if item.state is not None else {})
