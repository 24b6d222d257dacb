"""Units of writes in few requests: many units a transaction, and one by one when it is cancelled.

What a refusal is about decides what follows (`specfold.aws.refusals`). A unit whose content is refused is
sent alone; refused again, its key is stopped with the reason. The units of other keys are not affected.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from specfold.aws.faults import refusal
from specfold.aws.refusals import BLOCKING, ERRORS, Refusal, Scope, refusal_of, weightiest
from specfold.aws.table_keys import key_types
from specfold.eventlog.batching import packed
from specfold.eventlog.ports import MAX_ACTIONS
from specfold.model.errors import Unavailable
from specfold.storage.attributes import size, too_large
from specfold.telemetry.signals import signal

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

log = logging.getLogger(__name__)
Action = dict[str, dict[str, Any]]  # {"Put": {...}}, as TransactWriteItems has it
MAX_BYTES: Final = 4_000_000  # of one transaction; DynamoDB's bound is 4 MB
_LOST: Final = Refusal("?", Scope.SERVICE, "")  # no answer, or one that says nothing
_OTHER_KEYS: Final = Refusal("ValidationException", Scope.TABLE, ERRORS)
Sent = Refusal | None  # None: it is written


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Actions that are done together or not at all."""

    keys: tuple[str, ...]  # source keys: what is reported when it is not written
    items: tuple[str, ...]  # each item that it touches, by a name of its own
    actions: tuple[Action, ...]
    parked: Callable[[str], Unit | None]  # what to write if DynamoDB can never take it; given the reason
    unstorable: str = ""  # why it cannot, where that is known beforehand
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)  # its tables' key attributes

    @cached_property
    def weights(self) -> Sequence[int]:
        """Bytes of its items."""
        requests = [request for action in self.actions for request in action.values()]
        return [size(request.get("Item") or request["Key"]) for request in requests]

    @property
    def refused(self) -> str:
        """Why DynamoDB can never take it; empty if it can."""
        return too_large(max(self.weights)) or self.unstorable


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
                _stop(client, unit, unit.refused)
            failed.update(unit.keys)
        for unit, refused in zip(sent, _write_pack(client, sent), strict=True):
            if refused is not None:
                failed.update(unit.keys)
    return frozenset(failed)


def _items(unit: Unit) -> Sequence[str]:
    return unit.items


def _weight(unit: Unit) -> int:
    return sum(unit.weights)


def _write_pack(client: DynamoDBClient, pack: Sequence[Unit]) -> list[Sent]:
    if len(pack) < 2:
        return [_write_alone(client, unit) for unit in pack]
    sent = _send(client, [action for unit in pack for action in unit.actions])
    if sent is None or (isinstance(sent, Refusal) and sent.scope is not Scope.ITEM):
        return [sent] * len(pack)
    # Cancelled: one by one, but for the units that are known to have failed. Refused before it began: one by
    # one, as it is not known which of them was the cause.
    reasons = iter(sent if not isinstance(sent, Refusal) else ())
    outcomes: list[Sent] = []
    for unit in pack:
        own = weightiest(one for _, one in zip(unit.actions, reasons, strict=False) if one)
        again = own is None or own.scope is Scope.ITEM
        outcomes.append(_write_alone(client, unit) if again else own)
    return outcomes


def _write_alone(client: DynamoDBClient, unit: Unit) -> Sent:
    """Write one unit; where it alone is refused for what it holds, stop its key."""
    refused = _sent_alone(client, unit)
    if refused is not None and refused.scope is Scope.ITEM:
        if other := _other_keys(client, unit):
            return other
        _stop(client, unit, f"DynamoDB refuses it: {refused.help or 'it does not say why'} ({refused.code})")
    return refused


def _sent_alone(client: DynamoDBClient, unit: Unit) -> Sent:
    sent = _send(client, unit.actions)
    if sent is None or isinstance(sent, Refusal):
        return sent
    return weightiest(one for one in sent if one) or _LOST


def _other_keys(client: DynamoDBClient, unit: Unit) -> Sent:
    """Why the tables themselves refuse the unit; None if they have the keys that it takes them to have."""
    for table, names in unit.tables.items():
        try:
            if key_types(client, table, names) is None:
                return _blocked(_OTHER_KEYS, [table], f"the key of the table is not {' and '.join(names)}")
        except Unavailable as error:
            log.warning("table not read", extra={"error": str(error)})
            return _LOST
    return None


def _stop(client: DynamoDBClient, unit: Unit, reason: str) -> None:
    """Stop the keys of a unit that can never be written, so that the keys behind them are not stopped too."""
    instead = unit.parked(reason)
    if instead is None:
        if len(unit.keys) == 1:  # of several keys each is written alone by the reader; of one nothing is left
            _blocked(_OTHER_KEYS, sorted(_tables(unit.actions)), reason)
        return
    refused = _sent_alone(client, instead)
    if refused is None:
        for key in unit.keys:
            signal("parked", key=key, error=reason)
    elif refused.scope is Scope.ITEM:  # a cursor alone has nothing that an item could not hold
        _blocked(_OTHER_KEYS, sorted(_tables(instead.actions)), reason)


def _send(client: DynamoDBClient, actions: Sequence[Action]) -> Sent | Sequence[Sent]:
    """None if it is written, why not, or why its transaction was cancelled: one for each action."""
    try:
        if len(actions) == 1:
            _send_alone(client, actions[0])  # half the price of a transaction
        else:
            # The request token that boto3 adds makes its own retries harmless.
            client.transact_write_items(TransactItems=actions)  # type: ignore[arg-type]  # built, not typed, here
    except ClientError as error:
        return _answered(error, actions)
    except BotoCoreError as error:
        log.warning("write failed", extra={"error": type(error).__name__, "actions": len(actions)})
        return _LOST
    return None


def _send_alone(client: DynamoDBClient, action: Action) -> None:
    ((kind, request),) = action.items()
    match kind:
        case "Put":
            client.put_item(**request)
        case "Update":
            client.update_item(**request)
        case "Delete":
            client.delete_item(**request)


def _answered(error: ClientError, actions: Sequence[Action]) -> Refusal | Sequence[Sent]:
    refused = refusal(error)
    reasons: list[Any] = list(error.response.get("CancellationReasons", []))
    if reasons or refused.code == "TransactionCanceledException":
        found = [_reason(reason) for reason in reasons]
        for one, action in zip(found, actions, strict=False):
            if one and one.scope in BLOCKING:
                _blocked(one, sorted(_tables([action])))
        return found
    if refused.scope in BLOCKING:
        return _blocked(refused, sorted(_tables(actions)))
    if refused.scope is not Scope.KEY:
        log.warning("write refused", extra={"error": refused.code})
    return refused


def _reason(reason: Mapping[str, Any]) -> Sent:
    code = str(reason.get("Code", "None"))
    return None if code == "None" else refusal_of(code, message=str(reason.get("Message", "")))


def _blocked(refused: Refusal, tables: Sequence[str], why: str = "") -> Refusal:
    """Report that nothing can be written there until somebody does something."""
    signal("blocked", tables=" ".join(tables), error=refused.code, reason=why, help=refused.help)
    return refused


def _tables(actions: Sequence[Action]) -> set[str]:
    return {request["TableName"] for action in actions for request in action.values()}
