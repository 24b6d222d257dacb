"""Entry points of Lambda functions. Generated `functions.py` binds them to a service.

An entry point is cheap to make: clients and whatever else its work needs come with the first invocation, and
stay for those that follow.
"""

from __future__ import annotations

import base64
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from specfold.aws import logs, table_checks
from specfold.aws.composition import Wiring
from specfold.aws.environment import Environment, Variables, epoch_of
from specfold.aws.log_store import delivery
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import Record, padded
from specfold.messaging import Consumer, Message, UnreadableMessage
from specfold.model.errors import Refused, described
from specfold.model.service import Service
from specfold.telemetry.signals import signal

__all__ = [
    "Environment",
    "FunctionFailed",
    "api",
    "archive",
    "audit",
    "consumer",
    "policy",
    "reader",
    "repair",
]

log = logging.getLogger(__name__)
Event = Mapping[str, Any]
EntryPoint = Callable[[Event, Any], Any]


class FunctionFailed(Exception):
    """An invocation failed. Says of the error its kind and place alone: Lambda logs it and hands it on."""


class _Entry:
    """An entry point that builds its work once, logs as JSON, and lets no payload out in an error."""

    def __init__(self, build: Callable[[], EntryPoint]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._work: EntryPoint | None = None

    def __call__(self, event: Event, context: Any) -> Any:
        """Handle one invocation.

        Raises:
            FunctionFailed: it failed, for whatever reason.
        """
        logs.begin(context)
        try:
            return self._built()(event, context)
        except Exception as error:
            log.exception("invocation failed")
            raise FunctionFailed(described(error)) from None

    def early(self) -> None:
        """Build now. What stands against it is told by the first invocation."""
        with suppress(Exception):
            self._built()

    def _built(self) -> EntryPoint:
        with self._lock:
            if self._work is None:
                self._work = self._build()
            return self._work


def api(service: Service, environment: Environment) -> EntryPoint:
    """The HTTP API (payload 2.0): commands, queries, and operations written by hand.

    Where Lambda is starting just this function, it is built at once: a start has a whole processor, an
    invocation of a small function has a third of one, and somebody waits for it.
    """

    def build() -> EntryPoint:
        from specfold.aws import gateway  # noqa: PLC0415  # no other function needs the web framework

        return gateway.handler(Wiring(service, environment))

    entry = _Entry(build)
    if os.environ.get("_HANDLER", "").endswith(".api"):
        entry.early()
    return entry


def reader(service: Service, environment: Environment, channel: str) -> EntryPoint:
    """Reads a channel: the ledger, then the views. Answers which records must be delivered again."""

    def build() -> EntryPoint:
        wiring = Wiring(service, environment)
        made = next(reader for reader in service.readers if reader.channel == channel)
        handle = _batches(wiring.reader(channel).read, wiring.epoch(channel), "ProjectionLag")
        tables = partial(table_checks.of_reader, made, environment)
        return table_checks.answering(handle, lambda: wiring.clients.dynamodb, tables)

    return _Entry(build)


def policy(service: Service, environment: Environment, name: str) -> EntryPoint:
    """Reads a channel for one policy. Answers which records must be delivered again."""

    def build() -> EntryPoint:
        wiring = Wiring(service, environment)
        made = next(policy for policy in service.policies if policy.name == name)
        own = wiring.policy(name)
        handle = _batches(own.read, wiring.epoch(made.channel), "ReactionLag")
        tables = partial(table_checks.of_policy, service, environment, name)
        return table_checks.answering(handle, lambda: wiring.clients.dynamodb, tables, lambda: own.since)

    return _Entry(build)


def _batches(read: Callable[[tuple[Record, ...]], list[Record]], epoch: int, lag: str) -> EntryPoint:
    def handle(event: Event, _context: Any) -> Any:
        delivered = delivery(event, epoch)
        again = read(delivered.records)
        oldest = min((record.arrived for record in delivered.records), default=None)
        late = {} if oldest is None else {lag: max(0.0, time.time() * 1000 - oldest)}
        signal("batch", late, records=len(delivered.records), again=len(again))
        return delivered.failures(again)

    return handle


def consumer(consume: Consumer, environment: Environment | None = None, replies: str = "") -> EntryPoint:
    """Hands on plain messages one by one. At the first that fails it stops: it and all behind it come again.

    What cannot be read is signalled and passed over: it would not read the next time either. Answers go to
    the stream of the channel `replies`.
    """
    address = consume.channel.address

    def handle(event: Event, _context: Any) -> Any:
        delivered = delivery(event, 0)
        for record in delivered.records:
            try:
                place = record.key if "{" in address else address  # publishers' key: the address, filled
                answer = consume(Message(address=place, body=record.data, headers=None))
                if answer is not None:
                    _reply(answer, environment, replies)
            except UnreadableMessage as error:
                signal("defect", reader=consume.name, error=str(error))
            except Exception as error:  # whatever it is, the message must come again
                signal("retried", reader=consume.name, error=described(error))
                return delivered.failures([record])
        return delivered.failures([])

    return _Entry(lambda: handle)


def _reply(answer: Message, environment: Environment | None, channel: str) -> None:
    if environment is None or not channel:
        raise UnreadableMessage("a message wants an answer, and no stream takes it")
    from specfold.aws.messages import sender  # noqa: PLC0415  # few functions answer

    sender(Variables(environment.channels, "the stream of")[channel])(answer)


def repair(service: Service, environment: Environment) -> EntryPoint:
    """Folds one key again: `{"key": "Order-1"}`, with `"channel"` where it is another service's.

    Answers the result by reader (see `specfold.recovery.repair.Result`).
    """

    def build() -> EntryPoint:
        wiring = Wiring(service, environment)

        def handle(event: Event, _context: Any) -> Any:
            key = event.get("key")
            if not isinstance(key, str) or not key:
                raise Refused("name the key to repair")
            channel = event.get("channel") or wiring.channel_of(key)
            return wiring.repair(channel).repair(key)

        return handle

    return _Entry(build)


def audit(environment: Environment, channels: Mapping[str, Sequence[str]]) -> EntryPoint:
    """Audits streams by the clock; see `specfold.aws.scheduled_audit`. Answers a report of each channel.

    `channels`: the names of the aggregates that are recorded in each, and whose heads are checked.
    """

    def build() -> EntryPoint:
        from specfold.aws.scheduled_audit import Audits  # noqa: PLC0415  # no other function audits

        return Audits(environment, channels).handle

    return _Entry(build)


def archive() -> EntryPoint:
    """Firehose's transform: each record becomes a line of the archive. It looks into none and drops none."""

    def handle(event: Event, _context: Any) -> Any:
        epoch = epoch_of(event["sourceKinesisStreamArn"].rpartition("/")[2])
        return {"records": [_line(record, epoch) for record in event["records"]]}

    return _Entry(lambda: handle)


def _line(record: Event, epoch: int) -> dict[str, str]:
    told = record["kinesisRecordMetadata"]
    line = to_line(
        Record(
            epoch,
            told["shardId"],
            padded(told["sequenceNumber"]),
            told["approximateArrivalTimestamp"],
            told["partitionKey"],
            base64.b64decode(record["data"]),
        )
    )
    return {"recordId": record["recordId"], "result": "Ok", "data": base64.b64encode(line).decode()}
