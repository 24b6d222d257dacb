"""Rows of read models as DynamoDB items.

A row's members are attributes of their own names, so that indexes and people find them. Beside them stand
attributes of ours, which begin with an underscore.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import RowKey
from specfold.model.key_values import KeyValue, number_text, refusal
from specfold.model.service import View
from specfold.model.shared.limits import MAX_PARTITION, MAX_SORT
from specfold.model.tables import key_value
from specfold.storage.attributes import Attribute, Item, attribute, encodable, value
from specfold.storage.cursor_items import CURSOR, stopped_attributes

_ASIDE: Final = "_aside"  # members that attributes of their own names do not say, or not exactly
_ABSENT: Final = "_absent"  # key attributes that are not members of the row
_LIVE: Final = "live"  # in `_cursor`: whether there is a row, or the cursor alone


def key_attribute(part: KeyValue) -> Attribute:
    """A part of a key, in the form of its kind."""
    return {"S": part} if isinstance(part, str) else {"N": number_text(part)}


def key_refusal(view: View[Any], key: Sequence[KeyValue]) -> str:
    """Why DynamoDB can hold no row of this key; empty if it can. Where it cannot, there is no such item."""
    for name, part, most in zip(view.key.names, key, (MAX_PARTITION, MAX_SORT), strict=False):
        if reason := refusal(part, view.kinds.get(name, "text"), most):
            return f"the member {name!r} of the key of its row {reason}"
    return ""


def item_key(view: View[Any], key: Sequence[KeyValue]) -> Item:
    """The key of a row's item."""
    return dict(zip(view.key.names, map(key_attribute, key), strict=True))


def row_item(view: View[Any], key: RowKey, members: Mapping[str, Any]) -> Item:
    """A row as an item, to be read by `row_of` exactly as it was.

    A member of an index has the form of keys (see `specfold.model.key_values`), or is left out where it
    cannot have it (null, "", an object): so the index is sparse. What an attribute of the member's own name
    does not say exactly is kept in `_aside`, as are names that begin with an underscore, which are ours.
    """
    item = item_key(view, key)
    indexed = {name for index in view.indexes.values() for name in (index.partition, index.sort)}
    aside = {}
    for name, member in members.items():
        made = attribute(member)
        if name not in item and _can_stand(name):
            shown = made if name not in indexed else _in_index(view, name, member)
            if shown is not None:
                item[name] = shown
        if item.get(name) != made:
            aside[name] = member
    if aside:
        item[_ASIDE] = attribute(aside)
    if absent := [name for name in view.key.names if name not in members]:
        item[_ABSENT] = attribute(absent)
    return item


def _can_stand(name: str) -> bool:
    return bool(name) and not name.startswith("_") and encodable(name)


def _in_index(view: View[Any], name: str, member: Any) -> Attribute | None:
    if member in (None, "") or not isinstance(member, str | int | float):
        return None
    part = view.form(name, key_value(member))
    mistyped = isinstance(part, str) and view.kinds.get(name) == "number"
    return None if mistyped else key_attribute(part)


def unstorable(view: View[Any], key: RowKey, item: Item) -> str:
    """Why DynamoDB can never take a row of this key and item; empty if it can."""
    if reason := key_refusal(view, key):
        return reason
    for name, index in view.indexes.items():
        for member, most in zip(index.names, (MAX_PARTITION, MAX_SORT), strict=False):
            if (found := item.get(member)) and (reason := _part_refusal(view, member, found, most)):
                return f"the member {member!r} of its row, in the index {name!r}, {reason}"
    return ""


def _part_refusal(view: View[Any], member: str, found: Attribute, most: int) -> str:
    return refusal(key_part(found), view.kinds.get(member, "text"), most)


def key_part(found: Mapping[str, Any]) -> KeyValue:
    """The value of an attribute of a key: text, or a number that compares by value."""
    return Decimal(found["N"]) if "N" in found else str(found["S"])


def row_of(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The members of the row that an item holds, exactly as they were written; None where it holds no row.

    Rows are read, shown and compared in this form alone: an attribute of an item may be in the form of a key.
    """
    return members_of(item) if is_live(item) else None


def members_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an item that holds a row, exactly as they were written."""
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
