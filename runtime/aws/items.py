"""Cursors and rows as DynamoDB items.

A cursor's members stand at the top of an item of the ledger or of a cursors table, and in the map `_cursor`
of a row that stands for one aggregate. A row's members are attributes of their own names, so that indexes and
people find them; what cannot stand there (see `row_item`) is kept in the map `_aside`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from runtime.aws.attributes import MAX_INT, Attribute, Item, attribute, encodable, value
from runtime.cursor import Cursor, Status
from runtime.ports import RowKey
from runtime.service import View
from runtime.tables import KeyValue

CURSOR: Final = "_cursor"
REVISION: Final = "_revision"
_ASIDE: Final = "_aside"  # members that cannot be attributes of their own
_ABSENT: Final = "_absent"  # key attributes that are not members of the row
_LIVE: Final = "live"  # in `_cursor`: whether there is a row, or the cursor alone
_MAX_PARTITION: Final = 2048  # bytes
_MAX_SORT: Final = 1024
PK: Final = "pk"  # partition key of ledger and cursors tables

_CURSOR_NAMES: Final = ("version", "top", "epoch", "seq", "shard", "status", "error")


def cursor_attributes(cursor: Cursor) -> Item:
    """A cursor's members; `top` and `error` are left out where there are none."""
    members = {name: getattr(cursor, name) for name in _CURSOR_NAMES} | {"status": cursor.status.value}
    return {name: attribute(m) for name, m in members.items() if m is not None and (m or name != "error")}


def cursor_of(item: Mapping[str, Any]) -> Cursor:
    """The cursor in an item of the ledger or of a cursors table, or in the content of a `_cursor` map."""
    members = {name: value(item[name]) for name in _CURSOR_NAMES if name in item}
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
    for name in ("version", "top", "epoch", "seq", "status"):
        path = made.path(*within, name)
        if name in known:
            made.terms.append(f"{path} = {made.value(f'was_{name}', known[name])}")
        else:
            made.terms.append(f"attribute_not_exists({path})")
    return made


def moves_cursor(cursor: Cursor, expected: Cursor | None, *within: str) -> dict[str, Any]:
    """A request's update of the cursor alone, if it is as expected; what stands beside it stays."""
    made = expects_cursor(expected, *within)
    sets = [
        f"{made.path(*within, name)} = {made.value(f'is_{name}', content)}"
        for name, content in cursor_attributes(cursor).items()
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


def key_names(view: View[Any]) -> tuple[str, ...]:
    """The attributes that a row's item is found by."""
    return (view.key.partition, view.key.sort) if view.key.sort else (view.key.partition,)


def key_attribute(part: KeyValue) -> Attribute:
    """A part of a key."""
    return {"N": str(part)} if isinstance(part, int) else {"S": part}


def can_be_key(key: Sequence[KeyValue]) -> bool:
    """Whether DynamoDB can hold such a key at all; where it cannot, there is no such item."""
    return all(map(_can_be_part, key, (_MAX_PARTITION, _MAX_SORT)))


def _can_be_part(part: KeyValue, most: int) -> bool:
    if isinstance(part, int):
        return -MAX_INT < part < MAX_INT
    return encodable(part) and 0 < len(part.encode()) <= most


def item_key(view: View[Any], key: Sequence[KeyValue]) -> Item:
    """The key of a row's item."""
    return dict(zip(key_names(view), map(key_attribute, key), strict=True))


def row_item(view: View[Any], key: RowKey, members: Mapping[str, Any]) -> Item:
    """A row as an item, to be read by `members_of` exactly as it was.

    Set aside are: members of indexes that no index takes (null, "", an object: so the index is sparse), key
    members whose value is not the key's own, and names that begin with an underscore, which are ours.
    """
    keys = item_key(view, key)
    indexed = {name for index in view.indexes.values() for name in (index.partition, index.sort)}
    item: Item = dict(keys)
    aside: Item = {}
    for name, member in members.items():
        made = attribute(member)
        if made == keys.get(name):
            continue
        fits = name not in keys and _can_stand(name) and (name not in indexed or _can_index(made))
        (item if fits else aside)[name] = made
    if aside:
        item[_ASIDE] = attribute({name: members[name] for name in aside})
    if absent := [name for name in keys if name not in members]:
        item[_ABSENT] = attribute(absent)
    return item


def _can_stand(name: str) -> bool:
    return bool(name) and not name.startswith("_") and encodable(name)


def _can_index(made: Attribute) -> bool:
    return "N" in made or bool(made.get("S"))


def members_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a row's item."""
    members = {name: value(made) for name, made in item.items() if not name.startswith("_")}
    for name in value(item[_ABSENT]) if _ABSENT in item else ():
        del members[name]
    return members | (value(item[_ASIDE]) if _ASIDE in item else {})


def row_cursor(cursor: Cursor, live: bool) -> Attribute:
    """The `_cursor` of a row that stands for one aggregate."""
    return {"M": cursor_attributes(cursor) | {_LIVE: {"BOOL": live}}}


def is_live(item: Mapping[str, Any]) -> bool:
    """Whether an item is a row to be shown, and not what stays of one that has gone."""
    return CURSOR not in item or bool(item[CURSOR]["M"][_LIVE]["BOOL"])


def version_of(item: Mapping[str, Any]) -> int:
    """The version that a row's item has come to; 0 where rows gather many aggregates."""
    return int(item[CURSOR]["M"]["version"]["N"]) if CURSOR in item else 0


def distinct(keys: Iterable[Item]) -> list[Item]:
    """The keys, each once: a batch read refuses repeats."""
    return list({repr(sorted(key.items())): key for key in keys}.values())
