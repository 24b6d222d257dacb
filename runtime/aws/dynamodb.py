"""The ledger and the cursors of policies in DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from runtime.aws import transactions
from runtime.aws.attributes import Item
from runtime.aws.faults import reading
from runtime.aws.items import (
    COMMAND,
    PK,
    cursor_attributes,
    cursor_of,
    distinct,
    expects_cursor,
    moves_cursor,
)
from runtime.aws.transactions import Action, Unit
from runtime.cursor import START, Cursor, Status
from runtime.errors import Throttled
from runtime.ports import Clock, CommandItem, CursorStep, LedgerItem, LedgerStep

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH: Final = 100  # keys of one BatchGetItem
_ROUNDS: Final = 6  # without a single answer, 0.05 s to 0.8 s between them


def items(
    client: DynamoDBClient, clock: Clock, table: str, keys: Iterable[Item]
) -> Iterator[Mapping[str, Any]]:
    """The items there are, strongly consistent, in any order.

    Raises:
        Throttled: some were not answered however often they were asked for.
        Unavailable: the table cannot be read.
    """
    left: list[Any] = distinct(keys)
    unanswered = 0
    while left:
        asked, left = left[:_BATCH], left[_BATCH:]
        with reading(f"read of {table}"):
            answer = client.batch_get_item(RequestItems={table: {"Keys": asked, "ConsistentRead": True}})
        found = answer["Responses"].get(table, ())
        yield from found
        if again := answer.get("UnprocessedKeys", {}).get(table):
            # Above 16 MB only some are answered: those that are left are asked for at once.
            unanswered = 0 if found else unanswered + 1
            if unanswered == _ROUNDS:
                raise Throttled(f"read of {table}")
            left = [*again["Keys"], *left]
            if unanswered:
                clock.sleep(0.05 * 2 ** (unanswered - 1))


def item(client: DynamoDBClient, table: str, key: Item, *, consistent: bool) -> Mapping[str, Any] | None:
    """The item of this key, if there is one.

    Raises:
        Throttled, Unavailable: the table cannot be read.
    """
    with reading(f"read of {table}"):
        return client.get_item(TableName=table, Key=key, ConsistentRead=consistent).get("Item")


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
        found = items(self._client, self._clock, self._table, map(_pk, keys))
        return {entry[PK]["S"]: _ledger_item(entry) for entry in found}

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
        )

    def write(self, steps: Sequence[LedgerStep]) -> frozenset[str]:
        """Write the steps; returns the keys of which one was not written."""
        return transactions.write(self._client, [self._unit(step) for step in steps])

    def _unit(self, step: LedgerStep) -> Unit:
        head = {
            "TableName": self._table,
            "Item": _pk(step.key) | _ledger_attributes(step.item),
            **expects_cursor(step.expected).condition(),
        }
        return self._with_commands(step, {"Put": head}, partial(self._parked, step))

    def _parked(self, step: LedgerStep, reason: str) -> Unit:
        """The verdicts and the commands without the state, which stays at the version that is stored."""
        cursor = _refused(step.item.cursor, step.item.cursor, reason)
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
        return Unit(keys=(step.key,), items=(step.key, *keys), actions=(head, *puts), parked=parked)


class DynamoCursors:
    """Cursors in a table of their own, under `<reader>#<source key>`: of policies, and of one view."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def load(self, policy: str, keys: Iterable[str]) -> Mapping[str, Cursor]:
        """The cursors there are, strongly consistent."""
        found = items(self._client, self._clock, self._table, (_pk(f"{policy}#{key}") for key in keys))
        return {entry[PK]["S"].removeprefix(f"{policy}#"): cursor_of(entry) for entry in found}

    def write(self, policy: str, steps: Sequence[CursorStep]) -> frozenset[str]:
        """Write the steps, each a unit; returns the keys that were not written."""
        return transactions.write(self._client, [self._unit(policy, step) for step in steps])

    def action(self, reader: str, step: CursorStep) -> Action:
        """One step, to be a part of a transaction."""
        item = _pk(f"{reader}#{step.key}") | cursor_attributes(step.cursor)
        return {"Put": {"TableName": self._table, "Item": item, **expects_cursor(step.expected).condition()}}

    def _unit(self, policy: str, step: CursorStep) -> Unit:
        return Unit(
            keys=(step.key,), items=(step.key,), actions=(self.action(policy, step),), parked=lambda _: None
        )


def parked(step: CursorStep, reason: str) -> CursorStep:
    """The step that stops a key where it stands instead."""
    return CursorStep(
        key=step.key, expected=step.expected, cursor=_refused(step.expected or START, step.cursor, reason)
    )


def _refused(stopped: Cursor, last: Cursor, reason: str) -> Cursor:
    """A cursor that stops where it stands, as what came of the records up to `last` cannot be stored."""
    by = f"{last.epoch}/{last.shard}/{last.seq}"
    return replace(stopped.stopped(Status.PARKED, reason), by=by)


def _pk(key: str) -> Item:
    return {PK: {"S": key}}


def _command_key(id: str) -> str:
    return f"{COMMAND}{id}"


def _command_attributes(command: CommandItem) -> Item:
    return {
        "commit": {"S": command.commit},
        "version": {"N": str(command.version)},
        "epoch": {"N": str(command.epoch)},
        "seq": {"S": command.seq},
        "ttl": {"N": str(command.ttl)},
    }


def _ledger_attributes(item: LedgerItem) -> Item:
    made = cursor_attributes(item.cursor) | {
        "fingerprint": {"S": item.fingerprint},
        "folded": {"N": str(item.folded)},
        "began": {"N": str(item.began)},
    }
    # As text: a state is JSON, and people read it in the console.
    return made | ({"state": {"S": item.state.decode()}} if item.state is not None else {})


def _ledger_item(item: Mapping[str, Any]) -> LedgerItem:
    # A first commit whose state was too large to keep has neither of the three.
    return LedgerItem(
        cursor=cursor_of(item),
        state=item["state"]["S"].encode() if "state" in item else None,
        fingerprint=item["fingerprint"]["S"] if "fingerprint" in item else "",
        folded=int(item["folded"]["N"]) if "folded" in item else 0,
        began=int(item["began"]["N"]) if "began" in item else 0,
    )
