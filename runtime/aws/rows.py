"""Rows of read models as DynamoDB items.

A row's members are attributes of their own names, so that indexes and people find them. Beside them stand
attributes of ours, which begin with an underscore.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from runtime.aws.attributes import MAX_INT, Attribute, Item, attribute, encodable, value
from runtime.aws.items import CURSOR, stopped_attributes
from runtime.cursor import Cursor
from runtime.ports import RowKey
from runtime.service import View
from runtime.tables import KeyValue, key_value

_ASIDE: Final = "_aside"  # members that attributes of their own names do not say, or not exactly
_ABSENT: Final = "_absent"  # key attributes that are not members of the row
_LIVE: Final = "live"  # in `_cursor`: whether there is a row, or the cursor alone
_MAX_PARTITION: Final = 2048  # bytes
_MAX_SORT: Final = 1024


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

    A member of an index stands as it stands in a key (see `runtime.tables.key_value`), or not at all where it
    can be in none (null, "", an object): so the index is sparse. What an attribute of the member's own name
    does not say exactly is kept in `_aside`, as are names that begin with an underscore, which are ours.
    """
    item = item_key(view, key)
    indexed = {name for index in view.indexes.values() for name in (index.partition, index.sort)}
    aside = {}
    for name, member in members.items():
        made = attribute(member)
        if name not in item and _can_stand(name):
            shown = made if name not in indexed else _in_index(member)
            if shown is not None:
                item[name] = shown
        if item.get(name) != made:
            aside[name] = member
    if aside:
        item[_ASIDE] = attribute(aside)
    if absent := [name for name in key_names(view) if name not in members]:
        item[_ABSENT] = attribute(absent)
    return item


def _can_stand(name: str) -> bool:
    return bool(name) and not name.startswith("_") and encodable(name)


def _in_index(member: Any) -> Attribute | None:
    if member in (None, "") or not isinstance(member, str | int | float):
        return None
    return key_attribute(key_value(member))


def unstorable(view: View[Any], key: RowKey, item: Item) -> str:
    """Why DynamoDB can never take a row of this key and item; empty if it can."""
    if not can_be_key(key):
        return "the key of its row is empty, or too long for a key of DynamoDB"
    for name, index in view.indexes.items():
        for member, most in ((index.partition, _MAX_PARTITION), (index.sort, _MAX_SORT)):
            content = item.get(member or "", {})
            if len(content.get("S", "")) * 4 > most and len(content["S"].encode()) > most:
                return f"the member {member!r} of its row is too long for the index {name!r}"
    return ""


def members_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a row's item."""
    members = {name: value(made) for name, made in item.items() if not name.startswith("_")}
    for name in value(item[_ABSENT]) if _ABSENT in item else ():
        del members[name]
    return members | (value(item[_ASIDE]) if _ASIDE in item else {})


def row_cursor(cursor: Cursor, live: bool, source_key: str) -> Attribute:
    """The `_cursor` of a row that stands for one aggregate."""
    return {"M": stopped_attributes(cursor, source_key) | {_LIVE: {"BOOL": live}}}


def is_live(item: Mapping[str, Any]) -> bool:
    """Whether an item is a row to be shown, and not what stays of one that has gone."""
    return CURSOR not in item or bool(item[CURSOR]["M"][_LIVE]["BOOL"])


def version_of(item: Mapping[str, Any]) -> int:
    """The version that a row's item has come to; 0 where rows gather many aggregates."""
    return int(item[CURSOR]["M"]["version"]["N"]) if CURSOR in item else 0
