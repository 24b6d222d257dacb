"""What a decision appends: its events as the bytes of one commit. The log decides whether it wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from runtime.commit import RULE, Head
from runtime.decider import category_and_id
from runtime.envelope import MAX_COMMIT, MAX_EVENT, Envelope, encode, type_name
from runtime.errors import CommitTooLarge, InvalidEvent
from runtime.messages import Event
from runtime.outcomes import Request
from runtime.service import Aggregate, Service


def timestamp(at: datetime) -> str:
    """RFC 3339, UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One decision on one state."""

    service: Service
    aggregate: Aggregate[Any]
    key: str
    head: Head  # that the decision saw
    commit_id: str
    request: Request
    at: datetime

    def encode(self, events: Sequence[Event]) -> bytes:
        """The data of the record.

        Raises:
            InvalidEvent: an event is not of this aggregate, or its published schema refuses it.
            CommitTooLarge: an event is above 64 KiB, or the record above 1 MiB.
        """
        envelopes = [self._envelope(event, index, len(events)) for index, event in enumerate(events)]
        for envelope in envelopes:
            if len(encode([envelope])) - len(b"[]") > MAX_EVENT:
                raise CommitTooLarge(f"{envelope.type} is above {MAX_EVENT} bytes")
        data = encode(envelopes)
        if len(data) + len(self.key.encode()) > MAX_COMMIT:
            raise CommitTooLarge(f"a commit of {len(events)} events is above {MAX_COMMIT} bytes")
        return data

    def _envelope(self, event: Event, index: int, count: int) -> Envelope:
        request, stamp = self.request, timestamp(self.at)
        _, id = category_and_id(self.key)
        return Envelope(
            id=f"{self.commit_id}.{index}",
            source=self.service.source,
            type=type_name(event),
            subject=id,
            time=stamp,
            recordedtime=stamp,
            datacontenttype="application/json",
            dataschema=f"{self.service.source}/schemas/{event.type}/{event.version}",
            sequence=f"{self.head.version + 1:010d}.{index:04d}",
            partitionkey=self.key,
            commitid=self.commit_id,
            commitbase=self.head.version,
            commitparent=self.head.top,
            commandid=request.command_id,
            commitindex=index,
            commitcount=count,
            commitrule=RULE,
            correlationid=request.correlation or request.command_id,
            causationid=request.causation or request.command_id,
            traceparent=request.trace,
            data=msgspec.Raw(self._checked(event, id)),
        )

    def _checked(self, event: Event, id: str) -> bytes:
        name = f"{event.type}/{event.version}"
        if event.__class__ not in self.aggregate.events:
            raise InvalidEvent(f"{name} is no event of {self.aggregate.name}")
        text = event.to_json()
        wire = msgspec.json.decode(text)
        # Only where it is wrong, not what: the values may be personal.
        places = [
            problem.partition(":")[0] for problem in self.service.schemas.problems("messages", name, wire)
        ]
        if places:
            raise InvalidEvent(f"{name} is not as published, at {', '.join(places[:10])}")
        identity = wire.get(self.aggregate.identity, id) if isinstance(wire, dict) else id
        if str(identity) != id:
            raise InvalidEvent(f"{name} has another {self.aggregate.identity} than its aggregate")
        return text
