"""What a decision appends: its events as the bytes of one commit. The log decides whether it wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from specfold.commands.decider import category_and_id
from specfold.commands.outcomes import Request
from specfold.eventlog.commit import RULE, Head
from specfold.eventlog.envelope import MAX_COMMIT, MAX_EVENT, Envelope, commit_of, encode, type_name
from specfold.eventlog.ports import MAX_ACTIONS
from specfold.model.errors import CommitMalformed, CommitTooLarge, InvalidEvent, described
from specfold.model.messages import Event
from specfold.model.nesting import MAX_DEPTH, too_deep
from specfold.model.service import Aggregate, Service

_MAX_PAYLOAD_DEPTH: Final = MAX_DEPTH - 2  # it is within the object of its event, in the array of its commit


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
            CommitTooLarge: an event is above 64 KiB, the record above 1 MiB, or the rows that it would change
                in a read model are more than one transaction holds.
            CommitMalformed: an event is nested too deeply, or an id is too long for the commit rule.
        """
        if len(events) >= MAX_ACTIONS:
            self._fits_transactions(events)
        envelopes = [self._envelope(event, index, len(events)) for index, event in enumerate(events)]
        for envelope in envelopes:
            if len(encode([envelope])) - len(b"[]") > MAX_EVENT:
                raise CommitTooLarge(f"{envelope.type} is above {MAX_EVENT} bytes")
        data = encode(envelopes)
        if len(data) + len(self.key.encode()) > MAX_COMMIT:
            raise CommitTooLarge(f"a commit of {len(events)} events is above {MAX_COMMIT} bytes")
        if commit_of(data, self.key) is None:
            raise CommitMalformed("an id of the commit is empty or too long: every reader would pass over it")
        return data

    def _fits_transactions(self, events: Sequence[Event]) -> None:
        """A commit is folded as a whole: its rows of one read model and the cursor are one transaction."""
        readers = (reader for reader in self.service.readers if reader.channel == self.aggregate.channel)
        for view in (view for reader in readers for view in reader.views if not view.per_aggregate):
            wanted = frozenset(view.events)
            try:
                rows = {view.row_key(view.key_of(event)) for event in events if event.__class__ in wanted}
            except Exception:  # noqa: S112  # of handwritten code: the fold reports it, for this view alone
                continue
            if len(rows) >= MAX_ACTIONS:
                most = MAX_ACTIONS - 1
                raise CommitTooLarge(f"a commit changes {len(rows)} rows of {view.name}; at most {most} fit")

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
            commandhash=request.commandhash,
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
        text = _written(event, name)
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


def _written(event: Event, name: str) -> bytes:
    try:
        text = event.to_json()
    except (ValueError, RecursionError) as error:  # pydantic's own limit of nesting, or a lone surrogate
        raise CommitMalformed(f"{name} cannot be written as JSON: {described(error)}") from error
    if too_deep(text, _MAX_PAYLOAD_DEPTH):
        raise CommitMalformed(f"{name} is nested deeper than {_MAX_PAYLOAD_DEPTH} levels")
    return text
