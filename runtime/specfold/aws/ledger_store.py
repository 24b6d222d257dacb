"""The ledger and the cursors of policies in DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from specfold.aws import transactions
from specfold.aws.faults import reading, refusal
from specfold.aws.refusals import Scope
from specfold.aws.table_keys import key_types, storable
from specfold.aws.transactions import Action, Unit
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import Clock, CommandItem, CursorStep, LedgerItem, LedgerStep
from specfold.model.errors import Throttled
from specfold.storage.attributes import Item
from specfold.storage.cursor_items import (
    COMMAND,
    PK,
    STARTED,
    cursor_attributes,
    cursor_of,
    distinct,
    expects_cursor,
    ledger_attributes,
    moves_cursor,
    refused,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH: Final = 100  # keys of one BatchGetItem
_ROUNDS: Final = 6  # without a single answer, 0.05 s to 0.8 s between them


def items(
    client: DynamoDBClient,
    clock: Clock,
    table: str,
    keys: Iterable[Item],
    refused: Callable[[Item], None] | None = None,
) -> Iterator[Mapping[str, Any]]:
    """The items there are, strongly consistent, in any order.

    `refused` is called with each key that the table cannot hold: there is no such item. Without it such a key
    is an error, as one of them has DynamoDB refuse all that are asked for with it.

    Raises:
        Throttled: some were not answered however often they were asked for.
        Blocked, Unavailable: the table cannot be read.
    """
    wanted: list[Any] = distinct(keys)
    waiting = [wanted[first : first + _BATCH] for first in range(0, len(wanted), _BATCH)]
    unanswered = 0
    while waiting:
        asked = waiting.pop(0)
        answer = _batch(client, table, asked, isolate=refused is not None)
        if answer is None:
            if len(asked) > 1:
                waiting[:0] = asked[: len(asked) // 2], asked[len(asked) // 2 :]
            elif refused:
                refused(asked[0])
            continue
        found = answer["Responses"].get(table, ())
        yield from found
        if again := answer.get("UnprocessedKeys", {}).get(table):
            # Above 16 MB only some are answered: those that are left are asked for at once.
            unanswered = 0 if found else unanswered + 1
            if unanswered == _ROUNDS:
                raise Throttled(f"read of {table}")
            waiting.insert(0, again["Keys"])
            if unanswered:
                clock.sleep(0.05 * 2 ** (unanswered - 1))


def _batch(client: DynamoDBClient, table: str, asked: Any, *, isolate: bool) -> Any:
    """The answer; None if the request is refused for one of its keys, and `isolate` is set."""
    with reading(f"read of {table}"):
        try:
            return client.batch_get_item(RequestItems={table: {"Keys": asked, "ConsistentRead": True}})
        except ClientError as error:
            if isolate and refusal(error).scope is Scope.ITEM:
                return None
            raise


def item(client: DynamoDBClient, table: str, key: Item, *, consistent: bool) -> Mapping[str, Any] | None:
    """The item of this key; None if there is none, or the table can hold no such key.

    Raises:
        Throttled, Blocked, Unavailable: the table cannot be read.
    """
    with reading(f"read of {table}"):
        try:
            return client.get_item(TableName=table, Key=key, ConsistentRead=consistent).get("Item")
        except ClientError as error:
            if refusal(error).scope is not Scope.ITEM or key_types(client, table, list(key)) is None:
                raise
            return None


class DynamoLedger:
    """The ledger of one service: aggregates by source key, commands under `cmd#<id>`."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def read(self, key: str, *, consistent: bool = False) -> LedgerItem | None:
        """The aggregate's item."""
        found = item(self._client, self._table, _pk(key), consistent=consistent)
        return _ledger_item(found) if found else None

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        """The items there are, strongly consistent."""
        own = {storable(key): key for key in keys}
        found = items(self._client, self._clock, self._table, map(_pk, own))
        return {own[entry[PK]["S"]]: _ledger_item(entry) for entry in found}

    def command(self, id: str) -> CommandItem | None:
        """The command's item, strongly consistent."""
        found = item(self._client, self._table, _pk(_command_key(id)), consistent=True)
        if not found:
            return None
        return CommandItem(
            id=id,
            commit=found["commit"]["S"],
            version=int(found["version"]["N"]),
            epoch=int(found["epoch"]["N"]),
            seq=found["seq"]["S"],
            ttl=int(found["ttl"]["N"]),
            commandhash=found["commandhash"]["S"] if "commandhash" in found else "",
        )

    def write(self, steps: Sequence[LedgerStep]) -> frozenset[str]:
        """Write the steps; returns the keys of which one was not written."""
        return transactions.write(self._client, [self._unit(step) for step in steps])

    def _unit(self, step: LedgerStep) -> Unit:
        head = {
            "TableName": self._table,
            "Item": _pk(step.key) | ledger_attributes(step.item),
            **expects_cursor(step.expected).condition(),
        }
        return self._with_commands(step, {"Put": head}, partial(self._parked, step))

    def _parked(self, step: LedgerStep, reason: str) -> Unit:
        """The verdicts and the commands without the state, which stays at the version that is stored."""
        cursor = refused(step.item.cursor, step.item.cursor, reason)
        head = {
            "TableName": self._table,
            "Key": _pk(step.key),
            **moves_cursor(cursor_attributes(cursor), step.expected),
        }
        return self._with_commands(step, {"Update": head}, lambda _: None)

    def _with_commands(self, step: LedgerStep, head: Action, parked: Callable[[str], Unit | None]) -> Unit:
        keys = [_command_key(command.id) for command in step.commands]
        puts: list[Action] = [
            {"Put": {"TableName": self._table, "Item": _pk(key) | _command_attributes(command)}}
            for key, command in zip(keys, step.commands, strict=True)
        ]
        return Unit(
            keys=(step.key,),
            items=(step.key, *keys),
            actions=(head, *puts),
            parked=parked,
            tables={self._table: (PK,)},
        )


class DynamoCursors:
    """Cursors in a table of their own, under `<reader>#<source key>`: of policies, and of one view."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def load(self, policy: str, keys: Iterable[str]) -> Mapping[str, Cursor]:
        """The cursors there are, strongly consistent."""
        own = {storable(f"{policy}#{key}"): key for key in keys}
        found = items(self._client, self._clock, self._table, map(_pk, own))
        return {own[entry[PK]["S"]]: cursor_of(entry) for entry in found}

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        """Write the steps, each a unit; returns the keys that were not written."""
        return transactions.write(self._client, [self._unit(policy, step) for step in steps])

    def started(self, policy: str) -> int | None:
        """When a policy was first deployed: the item that its deployment made, under no source key."""
        found = item(self._client, self._table, _pk(f"{policy}#"), consistent=True)
        return int(found[STARTED]["N"]) if found else None

    def action(self, reader: str, step: CursorStep) -> Action:
        """One step, to be a part of a transaction."""
        item = _pk(f"{reader}#{step.key}") | cursor_attributes(step.cursor)
        return {"Put": {"TableName": self._table, "Item": item, **expects_cursor(step.expected).condition()}}

    def _unit(self, policy: str, step: CursorStep) -> Unit:
        return Unit(
            keys=(step.key,),
            items=(step.key,),
            actions=(self.action(policy, step),),
            parked=lambda _: None,
            tables={self._table: (PK,)},
        )


def _pk(key: str) -> Item:
    return {PK: {"S": storable(key)}}


def _command_key(id: str) -> str:
    return f"{COMMAND}{id}"


def _command_attributes(command: CommandItem) -> Item:
    known: Item = {"commandhash": {"S": command.commandhash}} if command.commandhash else {}
    return known | {
        "commit": {"S": command.commit},
        "version": {"N": str(command.version)},
        "epoch": {"N": str(command.epoch)},
        "seq": {"S": command.seq},
        "ttl": {"N": str(command.ttl)},
    }


def _ledger_item(item: Mapping[str, Any]) -> LedgerItem:
    # A first commit whose state was too large to keep has neither of the three.
    return LedgerItem(
        cursor=cursor_of(item),
        state=item["state"]["S"].encode() if "state" in item else None,
        fingerprint=item["fingerprint"]["S"] if "fingerprint" in item else "",
        folded=int(item["folded"]["N"]) if "folded" in item else 0,
        began=int(item["began"]["N"]) if "began" in item else 0,
    )
