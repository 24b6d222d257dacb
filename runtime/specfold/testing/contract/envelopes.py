"""Our envelopes as others see them: the CloudEvents SDK reads what we write, and we read what it writes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

from specfold.eventlog.commit import Head
from specfold.eventlog.envelope import Envelope, encode, type_name
from specfold.model.messages import Event
from specfold.testing.handlers import commit_data

_NAME: Final = re.compile(r"[a-z0-9]{1,20}")
_CORE: Final = ("id", "source", "specversion", "type")
STRUCTURED: Final = {"content-type": "application/cloudevents+json"}


def read_by_others(event: Event, source: str, aggregate: str, what: str) -> None:
    """A commit of one event: a batch, each entry of which is an event in structured form."""
    key = f"{aggregate or 'Message'}-1"
    data = commit_data(key, Head(), event, commit="0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1", source=source)
    batch_read_by_others(data, [event], what)


def batch_read_by_others(data: bytes, events: Sequence[Event], what: str) -> None:
    """A record of the log: a CloudEvents batch of these events."""
    batch = json.loads(data)
    assert isinstance(batch, list), f"{what} must be written as a CloudEvents batch: a JSON array"
    assert len(batch) == len(events), f"{what} must be written once for every event"
    for entry, event in zip(batch, events, strict=True):
        _is_well_named(entry, what)
        read = from_structured_event(HTTPMessage(STRUCTURED, json.dumps(entry).encode()))
        attributes = read.get_attributes()
        for name in _CORE:
            assert attributes[name] == entry[name], f"a CloudEvents reader must find the `{name}` of {what}"
        assert read.get_type() == type_name(event), f"{what} must say its name and version as its type"
        assert read.get_data() == event.to_wire(), f"a CloudEvents reader must find the payload of {what}"


def _is_well_named(entry: dict[str, Any], what: str) -> None:
    for name, value in entry.items():
        if name != "data":
            assert _NAME.fullmatch(name), f"`{name}` of {what} is no name of a CloudEvents attribute"
            small = not isinstance(value, int) or -(2**31) <= value < 2**31
            assert isinstance(value, str | int), f"`{name}` of {what} is of no CloudEvents type"
            assert small, f"`{name}` of {what} is above the 32 bits of a CloudEvents Integer"


def written_by_others(event: Event, source: str, what: str) -> None:
    """The same event, as another library writes it."""
    attributes = {
        "id": "a-1",
        "source": source,
        "type": type_name(event),
        "datacontenttype": "application/json",
    }
    written = to_structured_event(CloudEvent(attributes, json.loads(event.to_json())))
    envelope = msgspec.json.decode(b"[" + written.body + b"]", type=list[_Loose])[0]
    assert envelope.type == type_name(event), f"{what} must be known by its CloudEvents type"
    back = type(event).from_wire(bytes(envelope.data))
    assert back == event, f"{what} must read what another CloudEvents library writes"
    again = encode([_committed(envelope)])
    assert json.loads(again)[0]["data"] == event.to_wire(), f"{what} must survive being recorded again"


class _Loose(msgspec.Struct):
    """What any writer of CloudEvents says."""

    id: str
    source: str
    type: str
    data: msgspec.Raw = msgspec.Raw(b"null")  # no data and data that is null are one and the same


def _committed(loose: _Loose) -> Envelope:
    return Envelope(
        id=loose.id,
        source=loose.source,
        type=loose.type,
        data=loose.data,
        partitionkey="Message-1",
        commitid="c",
        commitbase=0,
        commandid="c",
        commitindex=0,
        commitcount=1,
        commitrule=1,
    )
