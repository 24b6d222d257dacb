"""What a service needs of the cloud.

The classes mirror `specfold.model.topology`, which the generator must not import: the two meet in generated
code, where a type checker compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from specfold.model.shared.limits import TIMEOUTS

Purpose = Literal["api", "reader", "policy", "consumer", "archive", "repair", "audit"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A resource by kind and logical name."""

    kind: Literal["stream", "table", "bucket", "function"]
    name: str


ARCHIVE = Ref("bucket", "archive")  # one for all services of a project


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A Kinesis data stream."""

    name: str
    channel: str
    shards: int | None
    retention_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A DynamoDB table; indexes as (name, partition, sort)."""

    name: str
    purpose: Literal["ledger", "rows", "cursors"]
    partition: str
    sort: str | None = None
    attributes: Mapping[str, str]
    indexes: tuple[tuple[str, str, str | None], ...] = ()
    ttl: str | None = None
    starts: tuple[str, ...] = ()  # policies whose first deployment it records


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Exactly these actions on this resource."""

    actions: tuple[str, ...]
    on: Ref
    indexes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A Lambda function. `entry` is its name in functions.py, `about` the channel or policy it is for."""

    name: str
    entry: str
    purpose: Purpose
    about: str = ""
    audited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # aggregates, by channel
    environment: Mapping[str, Ref] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    reads: str | None = None  # a stream
    retries: int | None = None  # None: until the record expires
    every_minutes: int | None = None  # invoked by the clock
    timeout_seconds: int = TIMEOUTS["api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorizer:
    """A JWT authorizer."""

    name: str
    issuer: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayRoute:
    """A route as API Gateway matches it."""

    method: str
    path: str
    function: str
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Names of environment variables, by what they name."""

    channels: Mapping[str, str]
    streams: Mapping[str, str]  # logical names, by channel
    rows: Mapping[str, str]
    cursors: Mapping[str, str]
    ledger: str | None = None
    policies: str | None = None
    archive: str | None = None
    repair: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """One service's part of the cloud."""

    service: str
    environment: Environment
    streams: tuple[Stream, ...]
    tables: tuple[Table, ...]
    functions: tuple[Function, ...]
    authorizers: tuple[Authorizer, ...]
    routes: tuple[GatewayRoute, ...]
