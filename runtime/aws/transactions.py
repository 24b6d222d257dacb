"""Units of writes in few requests: many units a transaction, and one by one when it is cancelled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from runtime.aws import attributes
from runtime.aws.faults import INVALID, THROTTLES, code_of
from runtime.packing import packed
from runtime.ports import MAX_ACTIONS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

log = logging.getLogger(__name__)
Action = dict[str, dict[str, Any]]  # {"Put": {...}}, as TransactWriteItems has it
MAX_BYTES: Final = 4_000_000  # of one transaction; DynamoDB's bound is 4 MB
_HOPELESS: Final = THROTTLES | {"ConditionalCheckFailed"}  # reasons that make a second try at once useless


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Actions that are done together or not at all."""

    keys: tuple[str, ...]  # source keys: what is reported when it is not written
    items: tuple[str, ...]  # each item that it touches, by a name of its own
    actions: tuple[Action, ...]
    parked: Callable[[str], Unit | None]  # what to write if DynamoDB can never take it; given the reason

    @property
    def heaviest(self) -> int:
        """Bytes of its largest item."""
        return max(map(_weight, self.actions))


class _Outcome(Enum):
    DONE = "done"
    NOT_NOW = "not now"  # lost its condition, was throttled, timed out: read again and see
    NEVER = "never"  # an item is too large, or has a key that its index cannot take


def write(client: DynamoDBClient, units: Sequence[Unit]) -> frozenset[str]:
    """Write the units as if one by one, in order. Returns the keys of those that were not written.

    A unit that shares a key with an earlier one that failed fails too: it was made to stand on it.
    """
    failed: set[str] = set()
    weigh: Callable[[Unit], int] = lambda unit: sum(map(_weight, unit.actions))  # noqa: E731  # typed for packed()
    for pack in packed(units, lambda unit: unit.items, limit=MAX_ACTIONS, weight=weigh, heaviest=MAX_BYTES):
        left = []
        for unit in pack:
            if failed.isdisjoint(unit.keys):
                left.append(unit)
            else:
                failed.update(unit.keys)
        for unit, outcome in zip(left, _write_pack(client, left), strict=True):
            if outcome is _Outcome.NEVER:
                _park(client, unit)
            if outcome is not _Outcome.DONE:
                failed.update(unit.keys)
    return frozenset(failed)


def _write_pack(client: DynamoDBClient, pack: Sequence[Unit]) -> list[_Outcome]:
    if len(pack) < 2:
        return [_write_one(client, unit) for unit in pack]
    sent = _send(client, [action for unit in pack for action in unit.actions])
    if sent is _Outcome.DONE or sent is _Outcome.NOT_NOW:
        return [sent] * len(pack)
    # cancelled: one by one, but for the units that are known to have failed
    reasons = iter(sent if not isinstance(sent, _Outcome) else ())
    outcomes = []
    for unit in pack:
        own = {reason for _, reason in zip(unit.actions, reasons, strict=False)}
        outcomes.append(_write_one(client, unit) if own.isdisjoint(_HOPELESS) else _Outcome.NOT_NOW)
    return outcomes


def _write_one(client: DynamoDBClient, unit: Unit) -> _Outcome:
    sent = _send(client, unit.actions)
    if isinstance(sent, _Outcome):
        return sent
    never = INVALID.intersection(sent) and _HOPELESS.isdisjoint(sent)
    return _Outcome.NEVER if never else _Outcome.NOT_NOW


def _send(client: DynamoDBClient, actions: Sequence[Action]) -> _Outcome | Sequence[str]:
    """The outcome, or the reasons why the transaction was cancelled, one for each action."""
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
        return _Outcome.NEVER
    if code != "ConditionalCheckFailedException":
        log.warning("write refused", extra={"error": code})
    return _Outcome.NOT_NOW


def _park(client: DynamoDBClient, unit: Unit) -> None:
    """Stop the keys of a unit that can never be written, so that the keys behind them are not stopped too."""
    size = unit.heaviest
    reason = (
        f"an item of about {size:,} bytes is too large: DynamoDB takes {attributes.MAX_ITEM:,}"
        if size > attributes.MAX_ITEM * 0.98
        else "DynamoDB refuses an item: is a member of an index of another type than the index?"
    )
    log.error("cannot be written", extra={"keys": list(unit.keys), "reason": reason})
    instead = unit.parked(reason)
    if instead is not None:
        _write_one(client, instead)


def _weight(action: Action) -> int:
    ((_, request),) = action.items()
    return attributes.size(request.get("Item") or request["Key"])
