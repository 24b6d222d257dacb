"""What a service needs of the cloud, as plain data.

`generated/<service>/topology.py` fills these in; `specfold.deploy` makes Pulumi resources of them and
`specfold.local` drives the same functions on one machine. Nothing here knows Pulumi or boto3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from specfold.model.shared.limits import RETENTION_HOURS, TIMEOUTS


@dataclass(frozen=True, slots=True)
class Ref:
    """A resource by kind and logical name. Names are unique over all services of a project."""

    kind: Literal["stream", "table", "bucket", "function"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A Kinesis data stream: the transport of one channel, and the log of its aggregates."""

    name: str  # "ordering-orders"
    channel: str  # as the spec names it
    shards: int | None = None  # None: on demand
    retention_hours: int = RETENTION_HOURS
    archived: bool = True  # Firehose to S3, through the `archive` function


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A global secondary index; every projected attribute is included."""

    name: str
    partition: str
    sort: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A DynamoDB table. `attributes` types the key members only: S, N or B."""

    name: str  # "ordering-order-summary"
    purpose: Literal["ledger", "rows", "cursors"]
    partition: str
    sort: str | None = None
    attributes: Mapping[str, Literal["S", "N", "B"]]
    indexes: tuple[Index, ...] = ()
    ttl: str | None = None  # the attribute that holds the expiry, in seconds since 1970
    recovery_days: int = 35
    starts: tuple[str, ...] = ()  # policies whose cursors it holds, and whose first deployment it records


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """An event source mapping: how a function reads a stream."""

    stream: str
    batch_size: int = 500  # records
    window_seconds: int = 1
    parallelization: int = 1
    retries: int = -1  # until the record expires
    bisect: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Exactly these IAM actions on this resource (a table's grant covers its indexes when `indexes`)."""

    actions: tuple[str, ...]
    on: Ref
    indexes: bool = False
    prefixes: tuple[str, ...] = ()  # on the bucket; by default: read events/ and repair/, write repair/


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A Lambda function: its entry point, what it may do, and what it reads."""

    name: str  # "ordering-api"
    handler: str  # "generated.ordering.functions.api"
    purpose: Literal["api", "reader", "policy", "consumer", "archive", "repair", "audit"]
    environment: Mapping[str, Ref] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    reads: EventSource | None = None
    every_minutes: int | None = None  # invoked by the clock
    memory_mb: int = 512
    timeout_seconds: int = TIMEOUTS["api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorizer:
    """A JWT authorizer of the HTTP API, from a security scheme. Issuer and audience may be set per stage."""

    name: str
    issuer: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route of the HTTP API."""

    method: str  # "POST"
    path: str  # "/orders/{orderId}"
    function: str
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """One service's part of the cloud."""

    service: str
    streams: tuple[Stream, ...] = ()
    tables: tuple[Table, ...] = ()
    functions: tuple[Function, ...] = ()
    authorizers: tuple[Authorizer, ...] = ()
    routes: tuple[Route, ...] = ()
