"""Keys that every table can hold, and what a table's key is made of, found out by reading.

A function may read and write items and may not describe tables, so it asks for an item under keys of each
type: DynamoDB refuses a key of another schema, and answers for its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from specfold.aws.faults import reading, refusal
from specfold.aws.refusals import Scope
from specfold.model.shared.limits import MAX_DIGITS, MAX_PARTITION
from specfold.storage.attributes import Attribute, Item, encodable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SAMPLES: Final[dict[str, Attribute]] = {"S": {"S": "?"}, "N": {"N": "0"}}
_DIGITS: Final = MAX_DIGITS - 1


def storable(text: str) -> str:
    """A text as a partition key: itself, or its digest where DynamoDB takes no such key."""
    if encodable(text) and 0 < len(text.encode()) <= MAX_PARTITION:
        return text
    return f"sha256#{_digest(text)}"


def substitute(key: Sequence[object], names: Sequence[str], types: Sequence[str]) -> Item:
    """A key of these types in the place of one that the table cannot hold; the same each time."""
    digest = _digest(repr(key))
    number = str(-int(digest, 16) % 10**_DIGITS)
    made: dict[str, Attribute] = {"S": {"S": f"sha256#{digest}"}, "N": {"N": f"-{number}"}}
    return {name: made[kind] for name, kind in zip(names, types, strict=True)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def key_types(client: DynamoDBClient, table: str, names: Sequence[str]) -> tuple[str, ...] | None:
    """The types, "S" or "N", of the key attributes of a table; None if they are not these attributes.

    Raises:
        Throttled, Blocked, Unavailable: the table cannot be read.
    """
    for types in product(_SAMPLES, repeat=len(names)):
        key = {name: _SAMPLES[kind] for name, kind in zip(names, types, strict=True)}
        with reading(f"read of {table}"):
            try:
                client.get_item(TableName=table, Key=key)
            except ClientError as error:
                if refusal(error).scope is not Scope.ITEM:
                    raise
                continue
        return types
    return None
