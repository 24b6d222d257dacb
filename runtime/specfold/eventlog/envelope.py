"""The CloudEvents envelope of an event in the log, and what a record is once it is read.

A commit is one record: a CloudEvents JSON batch. A batch has no attributes of its own, so each event repeats
those of its commit. Payloads stay raw until a handler wants them. Unknown attributes are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Annotated, Final

import msgspec

from specfold.eventlog.commit import Commit, Record, Skip
from specfold.model.errors import NewerEvent
from specfold.model.messages import Catalog, Event
from specfold.model.nesting import too_deep

MEDIA_TYPE: Final = "application/cloudevents-batch+json"
MAX_EVENT: Final = 64 * 1024  # bytes; safe to forward by any CloudEvents transport
MAX_COMMIT: Final = 1024 * 1024  # bytes of a Kinesis record, partition key included

_LONGEST_TYPE: Final = 1024  # characters; types are cached, and one of a megabyte must not be

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
    commandhash: str | None = None  # of the request, where a client named it; no verdict looks at it
    data: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)


class _RuleOf(msgspec.Struct):
    commitrule: _Int


_attributes = msgspec.json.Decoder(list[Attributes1])
_envelopes = msgspec.json.Decoder(list[Envelope])
_rules = msgspec.json.Decoder(list[_RuleOf])
_texts = msgspec.json.Decoder(list[msgspec.Raw])
_envelope = msgspec.json.Decoder(Envelope)
_encoder = msgspec.json.Encoder()


def type_name(event: type[Event] | Event) -> str:
    """The CloudEvents type of an event class: its name and version, never a Python path."""
    return f"{event.type}.v{event.version}"


def name_and_version(type: str) -> tuple[str, int] | None:
    """What a CloudEvents type names; None if it is not one of ours."""
    return _name_and_version(type) if len(type) <= _LONGEST_TYPE else None


@lru_cache(4096)
def _name_and_version(type: str) -> tuple[str, int] | None:
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


def readable(data: bytes) -> bool:
    """Whether a record's data may be parsed: it is UTF-8 (RFC 8259, 8.1), and not nested too deeply.

    FROZEN, and the same for every rule. A parser's own verdict on these would depend on the stack of its
    caller, and on which members it skips.
    """
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return not too_deep(data)


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
    return _commit_of(data, key) if readable(data) else None


def _commit_of(data: bytes, key: str) -> Commit | None:
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

    __slots__ = ("_catalog", "_envelopes", "_events", "commit", "record", "skip", "unknown")

    def __init__(self, record: Record, catalog: Catalog, skip: Skip | None = None) -> None:
        self.record = record
        self.skip = skip
        self._catalog = catalog
        self._events: dict[int, Event] = {}
        self.unknown: frozenset[str] = frozenset()  # types of no name known here, once `events` was read
        self._envelopes: list[Envelope] | None = None
        self.commit: Commit | None = None
        if not readable(record.data):
            return
        try:  # all in one pass, as nearly every record is fine
            self._envelopes = _envelopes.decode(record.data)
            self.commit = _commit_1(self._envelopes, record.key)
        except msgspec.DecodeError:
            self._envelopes = None
        if self.commit is None:
            self.commit = _commit_of(record.data, record.key)

    @property
    def first(self) -> Envelope | None:
        """The envelope of its first event; None where its envelopes do not read."""
        return self._envelopes[0] if self._envelopes else None

    @property
    def types(self) -> frozenset[str]:
        """The CloudEvents types of its events; none where its envelopes do not read."""
        return frozenset(envelope.type for envelope in self._envelopes or ())

    def events(self, wanted: frozenset[type[Event]]) -> Iterator[tuple[Envelope, Event]]:
        """The events of these classes, in order, each in its latest version.

        Raises:
            NewerEvent: one of these classes in a version that the catalog does not have.
            msgspec.DecodeError: an attribute that the rule does not look at is of a wrong type.
            pydantic.ValidationError: the payload is not what its class says.

        Where an operator skipped the record, an event that does not read is left out instead.
        """
        for index, envelope in self._indexed():
            named = name_and_version(envelope.type)
            wanted_here = named and self._may_become(named, wanted)
            if named and wanted_here:
                event = self._event(index, named, envelope)
                if event is not None and event.__class__ in wanted:
                    yield envelope, event
            elif named and wanted_here is None:
                self.unknown |= {envelope.type}

    def _may_become(self, named: tuple[str, int], wanted: frozenset[type[Event]]) -> bool | None:
        """As the catalog says; in a skipped record a newer version is as unknown as another name."""
        try:
            return self._catalog.may_become(*named, wanted)
        except NewerEvent:
            if self.skip is None:
                raise
            return None

    def _event(self, index: int, named: tuple[str, int], envelope: Envelope) -> Event | None:
        event = self._events.get(index)
        if event is None:
            try:
                event = self._events[index] = self._catalog.read(*named, bytes(envelope.data))
            except Exception:
                if self.skip is None:
                    raise
        return event

    def _indexed(self) -> Iterable[tuple[int, Envelope]]:
        """The envelopes by their place in the commit; of a skipped one, those that read."""
        if self._envelopes is not None:
            return enumerate(self._envelopes)
        if self.skip is None:
            return enumerate(_envelopes.decode(self.record.data))
        return self._those_that_read()

    def _those_that_read(self) -> Iterator[tuple[int, Envelope]]:
        for index, text in enumerate(_texts.decode(self.record.data)):
            with suppress(msgspec.DecodeError):
                yield index, _envelope.decode(text)
