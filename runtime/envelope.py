"""The CloudEvents envelope of an event in the log, and what a record is once it is read.

A commit is one record: a CloudEvents JSON batch. A batch has no attributes of its own, so each event repeats
those of its commit. Payloads stay raw until a handler wants them. Unknown attributes are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Final

import msgspec

from runtime.commit import Commit, Record
from runtime.messages import Catalog, Event

MEDIA_TYPE: Final = "application/cloudevents-batch+json"
MAX_EVENT: Final = 64 * 1024  # bytes; safe to forward by any CloudEvents transport
MAX_COMMIT: Final = 1024 * 1024  # bytes of a Kinesis record, partition key included

_Int = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]  # a CloudEvents Integer has 32 bits
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]  # Kinesis' bound


class Attributes1(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What commit rule 1 demands of every event. FROZEN: a change here changes verdicts on old records."""

    partitionkey: _Key
    commitid: _Id
    commitbase: _Int
    commitparent: _Id | None = None
    commandid: _Id
    commitindex: _Int
    commitcount: _Int
    commitrule: _Int


class Envelope(Attributes1, frozen=True, kw_only=True, omit_defaults=True):
    """One event as it is written."""

    id: str
    source: str
    type: str  # "OrderPlaced.v2": the stored identity of its name and version
    # A factory, as a plain default would be left out when it is written, and CloudEvents requires it.
    specversion: str = msgspec.field(default_factory=lambda: "1.0")
    subject: str | None = None  # the aggregate's id
    time: str | None = None  # when it happened in the domain
    recordedtime: str | None = None
    datacontenttype: str | None = None
    dataschema: str | None = None
    sequence: str | None = None  # orders the events of one partition key
    correlationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    data: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)


class _RuleOf(msgspec.Struct):
    commitrule: _Int


_attributes = msgspec.json.Decoder(list[Attributes1])
_envelopes = msgspec.json.Decoder(list[Envelope])
_rules = msgspec.json.Decoder(list[_RuleOf])
_encoder = msgspec.json.Encoder()


def type_name(event: type[Event] | Event) -> str:
    """The CloudEvents type of an event class: its name and version, never a Python path."""
    return f"{event.type}.v{event.version}"


@lru_cache(4096)
def name_and_version(type: str) -> tuple[str, int] | None:
    """What a CloudEvents type names; None if it is not one of ours."""
    name, dot_v, digits = type.rpartition(".v")
    return (
        (name, int(digits)) if dot_v and digits.isascii() and digits.isdigit() and len(digits) < 10 else None
    )


def encode(events: Sequence[Envelope]) -> bytes:
    """A commit as the data of its record."""
    return _encoder.encode(events)


def _well_formed_1(events: Sequence[Attributes1], key: str) -> bool:
    """FROZEN. Whether the events are one whole commit to this key; the attributes alone are looked at."""
    if not events:
        return False
    first = events[0]
    return (
        (first.commitbase == 0) == (first.commitparent is None)
        and first.partitionkey == key
        and first.commitcount == len(events)
        and all(
            event.commitindex == index
            and event.partitionkey == key
            and event.commitid == first.commitid
            and event.commitbase == first.commitbase
            and event.commitparent == first.commitparent
            and event.commandid == first.commandid
            and event.commitcount == first.commitcount
            and event.commitrule == 1
            for index, event in enumerate(events)
        )
    )


def _commit_1(events: Sequence[Attributes1], key: str) -> Commit | None:
    if not _well_formed_1(events, key):
        return None
    first = events[0]
    return Commit(first.commitid, first.commitbase, first.commitparent, first.commandid)


def _read_1(data: bytes, key: str) -> Commit | None:
    try:
        return _commit_1(_attributes.decode(data), key)
    except msgspec.DecodeError:
        return None


READERS: Final[Mapping[int, Callable[[bytes, str], Commit | None]]] = {1: _read_1}  # by commit rule


def commit_of(data: bytes, key: str) -> Commit | None:
    """What the rule sees of a record's data; None: not well formed.

    Data of a rule that is not known here comes back as a commit of that rule, which `decide` holds.
    """
    try:
        rules = {event.commitrule for event in _rules.decode(data)}
    except msgspec.DecodeError:
        return None
    if len(rules) != 1:
        return None
    rule = rules.pop()
    reader = READERS.get(rule)
    return reader(data, key) if reader else Commit("", 0, None, "", rule)


class Entry:
    """A record, read: its commit at once, its events when they are asked for, each payload at most once."""

    __slots__ = ("_catalog", "_envelopes", "_events", "commit", "record")

    def __init__(self, record: Record, catalog: Catalog) -> None:
        self.record = record
        self._catalog = catalog
        self._events: dict[int, Event] = {}
        self._envelopes: list[Envelope] | None
        try:
            self._envelopes = _envelopes.decode(
                record.data
            )  # all in one pass, as nearly every record is fine
            self.commit = _commit_1(self._envelopes, record.key)
        except msgspec.DecodeError:
            self._envelopes = self.commit = None
        if self.commit is None:
            self.commit = commit_of(record.data, record.key)

    @property
    def first(self) -> Envelope | None:
        """The envelope of its first event; None where its envelopes do not read."""
        return self._envelopes[0] if self._envelopes else None

    def events(self, wanted: frozenset[type[Event]]) -> Iterator[tuple[Envelope, Event]]:
        """The events of these classes, in order, each in its latest version.

        Raises:
            msgspec.DecodeError: an attribute that the rule does not look at is of a wrong type.
            pydantic.ValidationError: the payload is not what its class says.
        """
        envelopes = self._envelopes if self._envelopes is not None else _envelopes.decode(self.record.data)
        for index, envelope in enumerate(envelopes):
            named = name_and_version(envelope.type)
            if named and self._catalog.may_become(*named, wanted):
                event = self._events.get(index)
                if event is None:
                    event = self._events[index] = self._catalog.read(*named, bytes(envelope.data))
                if event.__class__ in wanted:
                    yield envelope, event
