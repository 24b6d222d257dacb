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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from runtime.aws.attributes import Attribute, Item
from runtime.aws.rows import key_attribute
from runtime.errors import InvalidPageToken
from runtime.tables import KeyValue

_CHECK: Final = 12  # bytes of the check sum
_MAX_TOKEN: Final = 8192  # characters: two keys of 2 KB, written out


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """One query, as far as its pages depend on it."""

    view: str
    index: str
    partition_name: str
    partition: KeyValue
    newest_first: bool
    place: Sequence[str]  # attributes that a row's place is made of, beside the partition

    def token(self, item: Mapping[str, Any]) -> str:
        """The token of the page after this item."""
        place = [_plain(item[name]) for name in self.place]
        text = json.dumps(place, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._check(text) + text).rstrip(b"=").decode()

    def start(self, token: str) -> Item:
        """The start key that a token stands for.

        Raises:
            InvalidPageToken: it is of another query, or of none.
        """
        place = self._read(token)
        if len(place) != len(self.place) or not all(map(_is_key_value, place)):
            raise InvalidPageToken
        made: Item = {self.partition_name: key_attribute(self.partition)}
        for name, part in zip(self.place, place, strict=True):
            made[name] = {"N": part[0]} if isinstance(part, list) else {"S": part}
        return made

    def _read(self, token: str) -> list[Any]:
        try:
            if len(token) > _MAX_TOKEN:
                raise InvalidPageToken
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            place: list[Any] = json.loads(raw[_CHECK:])
        except (ValueError, binascii.Error) as error:
            raise InvalidPageToken from error
        if raw[:_CHECK] != self._check(raw[_CHECK:]) or not isinstance(place, list):
            raise InvalidPageToken
        return place

    def _check(self, place: bytes) -> bytes:
        query = json.dumps([self.view, self.index, self.partition, self.newest_first]).encode()
        return hashlib.sha256(query + b"\n" + place).digest()[:_CHECK]


def _plain(attribute: Attribute) -> Any:
    """Text as it is, a number as [its digits]: a JSON number would lose some."""
    return [attribute["N"]] if "N" in attribute else attribute["S"]


def _is_key_value(part: Any) -> bool:
    number = isinstance(part, list) and len(part) == 1 and isinstance(part[0], str)
    return bool(part) if isinstance(part, str) else number
