"""What the specs say, in the words of the field.

Nothing here knows YAML, Jinja2, Python output or an AWS SDK. Every node is frozen, every collection is a
sorted tuple (or kept in the order of the spec where that order is meant), and every node remembers where it
was written. Names are as the spec writes them; Python names are made in views.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from specfold.model.shared.media_types import JSON

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.json_schema.keywords import Schema
from specfold_generator.model.http import (
    Body,
    Content,
    Encoding,
    Parameter,
    Requirement,
    Response,
    Route,
    SecurityScheme,
    Variant,
)
from specfold_generator.model.shape import Example, Node, Shape, Silence

__all__ = [
    "Aggregate",
    "Body",
    "Channel",
    "ChannelParameter",
    "Command",
    "Content",
    "Encoding",
    "Event",
    "EventVersion",
    "Example",
    "Index",
    "Key",
    "Node",
    "Operation",
    "Page",
    "Parameter",
    "Policy",
    "Publication",
    "Query",
    "ReadModel",
    "Rejection",
    "Reply",
    "Requirement",
    "Response",
    "Route",
    "Schema",
    "SecurityScheme",
    "Service",
    "Shape",
    "Silence",
    "Source",
    "Variant",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventVersion(Node):
    """One published form of an event. `number` counts from 1."""

    number: int
    shape: Shape
    deprecated: bool
    headers: Shape | None = None  # what AsyncAPI calls the application headers
    correlation: str = ""  # a runtime expression: $message.payload#/correlationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Node):
    """A fact. `name` is its stored CloudEvents type, forever. Without an aggregate: a plain message."""

    aggregate: str | None
    channel: str | None
    versions: tuple[EventVersion, ...]  # ascending
    service: str = ""  # the service that owns it; differs from the reading service's for foreign events
    content_type: str = JSON
    wrapped: bool = False  # the payload is itself a CloudEvent in structured form

    @property
    def latest(self) -> EventVersion:
        """The version that is written today and that has the plain name."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection(Node):
    """A reason a command is refused, and the HTTP status that tells so."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Node):
    """A request to change one aggregate. `shape` merges the identity, parameters and body members."""

    aggregate: str
    shape: Shape
    emits: tuple[str, ...]  # event names; the handler's return type
    rejections: tuple[Rejection, ...]
    creates: bool  # the aggregate must not exist yet
    identity_from: Literal["path", "body", "generated"]
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Node):
    """A consistency boundary: one ordered history per instance. Partition key is f"{name}-{id}"."""

    identity: str  # wire name of the id, in every event and command
    channel: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Wire names of a partition key and, where there is one, a sort key."""

    partition: str
    sort: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Node):
    """A further way to find rows."""

    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An event a read model folds, and which of its members hold the row's key."""

    event: str  # event name
    service: str  # its owner
    key: tuple[str, ...]  # wire names in the event, in the order of the row's key


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel(Node):
    """Rows for queries, and the fold that makes them."""

    shape: Shape
    key: Key
    indexes: tuple[Index, ...]
    sources: tuple[Source, ...]
    per_aggregate: bool  # one row per aggregate instance; else the fold must commute across keys

    @property
    def key_members(self) -> tuple[str, ...]:
        """The members of its key and of the keys of its indexes, each once."""
        keys = (self.key, *(index.key for index in self.indexes))
        return tuple(dict.fromkeys(name for key in keys for name in (key.partition, key.sort) if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a list is answered: wire names of the rows and of the cursor in the body; None: a bare array."""

    items: str | None
    next: str | None
    limit: str | None  # query parameter names
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Node):
    """A question that a read model's key (index None) or an index answers."""

    read_model: str
    index: str | None
    newest_first: bool
    page: Page | None  # None: one row
    shape: Shape  # the request: parameters as one object
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Node):
    """An HTTP operation without extension: a command or query answered wholly by hand.

    Among `Service.outgoing` it is a webhook or callback: a request that this service makes.
    """

    kind: Literal["command", "query"]
    shape: Shape  # the request: parameters, and `body`
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelParameter:
    """A part of an address that is known only when a message is sent."""

    name: str
    doc: str = ""
    location: str = ""  # a runtime expression: where the message says it
    choices: tuple[str, ...] = ()  # empty: any text
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Node):
    """A transport, as AsyncAPI has it. Never called a stream: streams belong to aggregates."""

    service: str
    address: str | None
    events: tuple[str, ...]
    parameters: tuple[ChannelParameter, ...] = ()
    kinesis: bool = False  # provisioned: some aggregate's log, or x-kinesis says so
    retention_hours: int = 168
    shards: int | None = None  # None: on demand
    publishes: bool = False  # this service sends on it
    consumes: bool = False  # this service receives from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a message: on a channel of the specs, or at an address the message itself carries."""

    channel: str | None
    channel_service: str
    events: tuple[str, ...]
    address: str  # a runtime expression, or ""
    origin: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Node):
    """Whenever these events, issue these commands. Also called reactor or process manager."""

    channel: str
    channel_service: str
    events: tuple[str, ...]
    issues: tuple[str, ...]  # command names; empty: a plain consumer
    identity: str  # what its cursors and the ids of its commands are kept under
    begins: Literal["now", "beginning"] = "now"
    reply: Reply | None = None
    answers: str = ""  # the operation whose answers these are; "" if nobody asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Node):
    """An operation by which this service sends."""

    channel: str
    channel_service: str
    events: tuple[str, ...]
    reply: Reply | None = None


@dataclass(frozen=True, kw_only=True)
class Service:
    """One bounded context: what its AsyncAPI and OpenAPI documents say together."""

    name: str  # the file stem
    slug: str  # the name in packages, paths and tables
    title: str
    version: str
    doc: str
    source: str  # CloudEvents source
    documents: tuple[str, ...]  # every file it was read from, entry files first
    aggregates: tuple[Aggregate, ...] = ()
    events: tuple[Event, ...] = ()  # own
    foreign_events: tuple[Event, ...] = ()  # read by policies and read models here, owned elsewhere
    channels: tuple[Channel, ...] = ()  # own, then foreign ones that are read
    commands: tuple[Command, ...] = ()
    read_models: tuple[ReadModel, ...] = ()
    queries: tuple[Query, ...] = ()
    operations: tuple[Operation, ...] = ()
    outgoing: tuple[Operation, ...] = ()  # webhooks and callbacks: requests that this service makes
    publications: tuple[Publication, ...] = ()
    policies: tuple[Policy, ...] = ()
    security_schemes: tuple[SecurityScheme, ...] = ()
    definitions: Mapping[str, Shape] = field(default_factory=dict)  # what "#/$defs/<key>" refers to
    former_policies: Mapping[str, str] = field(default_factory=dict)  # channels by identity, of earlier runs

    @cached_property
    def known_events(self) -> Mapping[str, tuple[Event, ...]]:
        """Own events, then foreign ones, by name: several services may have one of a name."""
        found: dict[str, tuple[Event, ...]] = {}
        for event in (*self.events, *self.foreign_events):
            found[event.name] = (*found.get(event.name, ()), event)
        return found
