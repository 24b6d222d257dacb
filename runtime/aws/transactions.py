"""Units of writes in few requests: many units a transaction, and one by one when it is cancelled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from runtime.aws.attributes import MAX_ITEM, size
from runtime.aws.faults import INVALID, THROTTLES, code_of
from runtime.packing import packed
from runtime.ports import MAX_ACTIONS
from runtime.telemetry.signals import signal

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

log = logging.getLogger(__name__)
Action = dict[str, dict[str, Any]]  # {"Put": {...}}, as TransactWriteItems has it
MAX_BYTES: Final = 4_000_000  # of one transaction; DynamoDB's bound is 4 MB
_HOPELESS: Final = THROTTLES | {"ConditionalCheckFailed"}  # reasons that make a second try at once useless


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Actions that are done together or not at all."""

    keys: tuple[str, ...]  # source keys: what is reported when it is not written
    items: tuple[str, ...]  # each item that it touches, by a name of its own
    actions: tuple[Action, ...]
    parked: Callable[[str], Unit | None]  # what to write if DynamoDB can never take it; given the reason
    unstorable: str = ""  # why it cannot, where that is known beforehand

    @cached_property
    def weights(self) -> Sequence[int]:
        """Bytes of its items."""
        requests = [request for action in self.actions for request in action.values()]
        return [size(request.get("Item") or request["Key"]) for request in requests]

    @property
    def refused(self) -> str:
        """Why DynamoDB can never take it; empty if it can."""
        if max(self.weights) > MAX_ITEM:
            return f"an item of {max(self.weights):,} bytes is too large: DynamoDB takes {MAX_ITEM:,}"
        return self.unstorable


class _Outcome(Enum):
    DONE = "done"
    NOT_NOW = "not now"  # lost its condition, was throttled, timed out: read again and see


def write(client: DynamoDBClient, units: Sequence[Unit]) -> frozenset[str]:
    """Write the units as if one by one, in order. Returns the keys of those that were not written.

    A unit that shares a key with an earlier one that failed fails too: it was made to stand on it.
    """
    failed: set[str] = set()
    for pack in packed(units, _items, limit=MAX_ACTIONS, weight=_weight, heaviest=MAX_BYTES):
        sent = []
        for unit in pack:
            if failed.isdisjoint(unit.keys) and not unit.refused:
                sent.append(unit)
                continue
            if failed.isdisjoint(unit.keys):
                _park(client, unit)
            failed.update(unit.keys)
        for unit, outcome in zip(sent, _write_pack(client, sent), strict=True):
            if outcome is not _Outcome.DONE:
                failed.update(unit.keys)
    return frozenset(failed)


def _items(unit: Unit) -> Sequence[str]:
    return unit.items


def _weight(unit: Unit) -> int:
    return sum(unit.weights)


def _park(client: DynamoDBClient, unit: Unit) -> None:
    """Stop the keys of a unit that can never be written, so that the keys behind them are not stopped too."""
    instead = unit.parked(unit.refused)
    if instead is not None and _write_one(client, instead) is _Outcome.DONE:
        for key in unit.keys:
            signal("parked", key=key, error=unit.refused)


def _write_pack(client: DynamoDBClient, pack: Sequence[Unit]) -> list[_Outcome]:
    if len(pack) < 2:
        return [_write_one(client, unit) for unit in pack]
    sent = _send(client, [action for unit in pack for action in unit.actions])
    if isinstance(sent, _Outcome):
        return [sent] * len(pack)
    # cancelled: one by one, but for the units that are known to have failed
    reasons = iter(sent)
    outcomes = []
    for unit in pack:
        own = {reason for _, reason in zip(unit.actions, reasons, strict=False)}
        outcomes.append(_write_one(client, unit) if own.isdisjoint(_HOPELESS) else _Outcome.NOT_NOW)
    return outcomes


def _write_one(client: DynamoDBClient, unit: Unit) -> _Outcome:
    sent = _send(client, unit.actions)
    return sent if isinstance(sent, _Outcome) else _Outcome.NOT_NOW


def _send(client: DynamoDBClient, actions: Sequence[Action]) -> _Outcome | Sequence[str]:
    """The outcome; or the reasons why the transaction was cancelled, one for each action or none at all."""
    try:
        if len(actions) == 1:
            _send_alone(client, actions[0])  # half the price of a transaction
        else:
            # The request token that boto3 adds makes its own retries harmless.
            client.transact_write_items(TransactItems=actions)  # type: ignore[arg-type]  # built, not typed, here
    except ClientError as error:
        return _answered(error)
    except BotoCoreError as error:
        log.warning("write failed", extra={"error": type(error).__name__, "actions": len(actions)})
        return _Outcome.NOT_NOW
    return _Outcome.DONE


def _send_alone(client: DynamoDBClient, action: Action) -> None:
    ((kind, request),) = action.items()
    match kind:
        case "Put":
            client.put_item(**request)
        case "Update":
            client.update_item(**request)
        case "Delete":
            client.delete_item(**request)


def _answered(error: ClientError) -> _Outcome | Sequence[str]:
    code = code_of(error)
    if code == "TransactionCanceledException":
        reasons: list[Any] = list(error.response.get("CancellationReasons", []))
        return [str(reason.get("Code")) for reason in reasons]
    if code in INVALID:
        # The table is not as the service takes it to be: no key is parked for that, all wait for it.
        log.error("write refused", extra={"error": code})
        return ()
    if code != "ConditionalCheckFailedException":
        log.warning("write refused", extra={"error": code})
    return _Outcome.NOT_NOW
