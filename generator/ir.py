"""What the specs say, in the words of the field.

Nothing here knows YAML, Jinja2, Python output or an AWS SDK. Every node is frozen, every collection is a
sorted tuple (or kept in the order of the spec where that order is meant), and every node remembers where it
was written. Names are as the spec writes them; Python names are made in views.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.diagnostics import Span

Schema = Mapping[str, Any] | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything the specs name: its name as written, its words, its place."""

    name: str
    doc: str
    origin: Span
    pointer: str = ""  # specs/asyncapi/ordering.yaml#/components/messages/OrderPlaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A published example of a payload, a body or a parameter."""

    name: str
    value: Any
    origin: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Node):
    """A payload, a body, a row. The JSON Schema is kept whole; it is modelled no further than we need.

    `schema` is self-contained but for references "#/$defs/<key>" into `Service.definitions`, in the words of
    JSON Schema 2020-12 whatever dialect it was written in. Shapes that a class is made of (events, commands,
    rows, requests) stand open: their schema is an object with its members wherever it can be written so.
    Bodies, responses and parameters stay a reference where the spec refers. Two shapes with one `pointer` are
    one and the same schema of the spec.
    """

    schema: Schema
    required: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()  # JSON pointers of members marked x-personal-data; "*" for any item
    subjects: Mapping[str, str] = field(default_factory=dict)  # by such a pointer: whose data, a wire name
    examples: tuple[Example, ...] = ()


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
    """A fact. `name` is its stored CloudEvents type, for ever. Without an aggregate: a plain message."""

    aggregate: str | None
    channel: str | None
    versions: tuple[EventVersion, ...]  # ascending
    service: str = ""  # the service that owns it; differs from the reading service's for foreign events
    content_type: str = "application/json"
    wrapped: bool = False  # the payload is itself a CloudEvent in structured form

    @property
    def latest(self) -> EventVersion:
        """The version that is written today and that has the plain name."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Node):
    """A parameter of a route."""

    where: Literal["path", "query", "header", "cookie", "querystring"]
    required: bool
    shape: Shape
    style: str
    explode: bool
    content_type: str | None = None  # given through `content` instead of `schema`
    member: str = ""  # its wire name in the request's shape; not `name` where two share one
    deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body in one media type; `item` instead of `shape` for sequential media types (OpenAPI 3.2)."""

    media_type: str
    shape: Shape | None
    item: Shape | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request body."""

    required: bool
    contents: tuple[Content, ...]
    origin: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Node):
    """A documented answer; `name` is "200", "4XX" or "default"."""

    contents: tuple[Content, ...]
    headers: tuple[str, ...] = ()
    rejection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A security scheme and the scopes it must grant."""

    scheme: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme(Node):
    """How callers prove who they are. Only JWT-able kinds become an authorizer."""

    kind: Literal["openIdConnect", "oauth2", "http", "apiKey", "mutualTLS", "other"]
    issuer: str | None  # from openIdConnectUrl or the vocabulary
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Node):
    """An HTTP operation; `name` is its operationId, or a stable one made from method and path."""

    method: str  # upper case
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[Requirement, ...], ...]  # any of (all of); empty: open to all
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    kind: Literal["path", "webhook", "callback"] = "path"
    body_member: str | None = None  # wire name in the request's shape that holds the whole body


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
class Channel(Node):
    """A transport, as AsyncAPI has it. Never called a stream: streams belong to aggregates."""

    service: str
    address: str | None
    events: tuple[str, ...]
    parameters: tuple[str, ...] = ()
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
    origin: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Node):
    """Whenever these events, issue these commands. Also called reactor or process manager."""

    channel: str
    channel_service: str
    events: tuple[str, ...]
    issues: tuple[str, ...]  # command names; empty: a plain consumer
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Node):
    """An operation by which this service sends."""

    channel: str
    channel_service: str
    events: tuple[str, ...]
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One bounded context: what its AsyncAPI and OpenAPI documents say together."""

    name: str  # the file stem
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
