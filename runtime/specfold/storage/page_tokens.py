"""Page tokens: where the next page of ONE query begins, and nothing else.

A token is not a start key. It names the place of the last row within the query's own partition; the partition
comes from the query. So the worst that a forged one can do is begin at another place of the same answer. A
check sum over the query and the place refuses tokens of other queries and broken ones.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from specfold.model.errors import InvalidPageToken
from specfold.model.key_values import KeyKind, KeyValue, key_form, refusal
from specfold.model.service import View
from specfold.model.shared.limits import MAX_PARTITION
from specfold.storage.attributes import Attribute, Item
from specfold.storage.row_items import key_attribute

_CHECK: Final = 12  # bytes of the check sum
_MAX_TOKEN: Final = 33_000  # characters: keys of 2,048 and 1,024 bytes and a sort member, all escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """One query, as far as its pages depend on it."""

    view: str
    index: str
    partition_name: str
    partition: KeyValue
    newest_first: bool
    place: Mapping[str, KeyKind]  # attributes that a row's place is made of, beside the partition
    possible: bool  # whether any row can have this partition

    def token(self, item: Mapping[str, Any]) -> str:
        """The token of the page after this item."""
        place = [_plain(item[name]) for name in self.place]
        text = json.dumps(place, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._check(text) + text).rstrip(b"=").decode()

    def start(self, token: str) -> Item:
        """The start key that a token stands for.

        Raises:
            InvalidPageToken: it is of another query, or of none.
        """
        place = self._read(token)
        if len(place) != len(self.place):
            raise InvalidPageToken
        made: Item = {self.partition_name: key_attribute(self.partition)}
        for (name, kind), part in zip(self.place.items(), place, strict=True):
            made[name] = _attribute(part, kind)
        return made

    def _read(self, token: str) -> list[Any]:
        try:
            if len(token) > _MAX_TOKEN:
                raise InvalidPageToken
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            if raw[:_CHECK] != self._check(raw[_CHECK:]):  # first: the rest is then what `token` wrote
                raise InvalidPageToken
            place: list[Any] = json.loads(raw[_CHECK:])
        except (ValueError, RecursionError, binascii.Error) as error:
            raise InvalidPageToken from error
        if not isinstance(place, list):
            raise InvalidPageToken
        return place

    def _check(self, place: bytes) -> bytes:
        partition = key_attribute(self.partition)
        query = json.dumps([self.view, self.index, partition, self.newest_first]).encode()
        return hashlib.sha256(query + b"\n" + place).digest()[:_CHECK]


def _plain(attribute: Attribute) -> Any:
    """Text as it is, a number as [its digits]: a JSON number would lose some."""
    return [attribute["N"]] if "N" in attribute else attribute["S"]


def _attribute(part: Any, kind: KeyKind) -> Attribute:
    match part:
        case str() if kind != "number" and not refusal(part, kind, MAX_PARTITION):
            return {"S": part}
        case [str(digits)] if kind == "number":
            number = key_form(digits, kind)
            if not refusal(number, kind, 0):
                return key_attribute(number)
    raise InvalidPageToken


def paging_of(view: View[Any], index: str, partition: KeyValue, *, newest_first: bool) -> Paging:
    """A query for the rows of one partition of an index."""
    key = view.indexes[index]
    part = view.form(key.partition, partition)
    names = dict.fromkeys((*key.names[1:], *view.key.names))
    names.pop(key.partition, None)
    return Paging(
        view=view.name,
        index=index,
        partition_name=key.partition,
        partition=part,
        newest_first=newest_first,
        place={name: view.kinds.get(name, "text") for name in names},
        possible=not refusal(part, view.kinds.get(key.partition, "text"), MAX_PARTITION),
    )
