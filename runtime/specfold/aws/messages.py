"""Plain messages over a Kinesis stream."""

from __future__ import annotations

import uuid

from specfold.aws.clients import Clients
from specfold.aws.faults import appending
from specfold.messaging import Message, Send


def sender(stream: str, clients: Clients | None = None) -> Send:
    """What publishers send with: every message one record, with its key or, if it has none, a key of its own.

    The function it returns raises `Throttled`, `Unavailable` or `Refused` (`specfold.model.errors`) if
    nothing was sent, and `OutcomeUnknown` if that cannot be known.
    """
    made = clients or Clients()

    def send(message: Message) -> None:
        key = message.key or str(uuid.uuid4())
        with appending(f"put to {stream}"):
            made.log.put_record(StreamName=stream, PartitionKey=key, Data=message.body)

    return send
