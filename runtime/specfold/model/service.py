"""A service as data: what generated code binds together, and what every part of the runtime works on.

`generated/<service>/service.py` builds one `Service`. Nothing here knows a port, a cloud or a web framework.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from specfold.model.key_values import KeyKind, KeyValue, key_form
from specfold.model.messages import Catalog, Command, Event, Query, Rejection, Row
from specfold.model.schemas import Schemas
from specfold.model.shared.http import OUTCOMES
from specfold.model.shared.media_types import JSON
from specfold.model.tables import Found, RowPage, RowStore

S = TypeVar("S")
C = TypeVar("C", bound=Command)
R = TypeVar("R", bound=Row)
Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Generic[S]):
    """A consistency boundary: how its state begins and how each event moves it. Both are pure functions."""

    name: str  # partition key: f"{name}-{id}"
    identity: str  # wire name of the id
    channel: str
    initial: Callable[[], S]
    evolve: Callable[[S, Any], S]
    events: tuple[type[Event], ...]  # the latest version of each; others are not handed to `evolve`


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[C, S]):
    """How one command is decided. `decide` returns events, none (no change), or a rejection."""

    name: str  # operationId
    command: type[C]
    aggregate: Aggregate[S]
    decide: Callable[[C, S, datetime], Sequence[Event] | Rejection]
    creates: bool = False
    generates_identity: bool = False  # the request carries no id: the runtime makes one from the command id


@dataclass(frozen=True, slots=True)
class Key:
    """Wire names of a partition key and, where there is one, a sort key."""

    partition: str
    sort: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The members of the key, in its order."""
        return (self.partition, self.sort) if self.sort else (self.partition,)


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Generic[R]):
    """A read model and the pure fold that makes its rows."""

    name: str
    row: type[R]
    key: Key
    events: tuple[type[Event], ...]
    key_of: Callable[[Event], tuple[KeyValue, ...]]  # the row that an event folds into, as key values
    fold: Callable[[R | None, Event], R | None]  # None: no row
    per_aggregate: bool  # one row per aggregate instance: its cursor stands in the row's item
    indexes: Mapping[str, Key] = field(default_factory=dict)
    kinds: Mapping[str, KeyKind] = field(default_factory=dict)  # of members in keys that are not plain text

    def form(self, member: str, value: KeyValue) -> KeyValue:
        """A value of this member as a key holds it."""
        return key_form(value, self.kinds.get(member, "text"))

    def row_key(self, values: Iterable[KeyValue]) -> tuple[KeyValue, ...]:
        """The key of a row, each value as a key holds it.

        Raises:
            ValueError: too many values, or too few.
        """
        return tuple(self.form(name, value) for name, value in zip(self.key.names, values, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Whenever these events, issue these commands, each with a deterministic command id.

    `name` is the identity that cursors and command ids are kept under. One that begins "now" reacts to no
    event from before its first deployment, whose time is recorded beside its cursors.
    """

    name: str
    channel: str
    catalog: Catalog
    events: tuple[type[Event], ...]
    react: Callable[[Event], Sequence[Command]]
    issues: tuple[Decision[Any, Any], ...] = ()
    begins: Literal["now", "beginning"] = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a channel of the log: the ledger of its aggregates first, then the views in their order."""

    channel: str
    catalog: Catalog
    aggregates: tuple[Aggregate[Any], ...] = ()
    views: tuple[View[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where a member of a request stands in an HTTP request, and how it is written (OpenAPI 3.1, 4.8.12)."""

    name: str  # as the request line or header has it
    where: Literal["path", "query", "header", "cookie", "querystring"]
    member: str  # wire name in the request's schema
    style: str = "simple"
    explode: bool = False
    content_type: str | None = None
    reserved: bool = False  # `allowReserved`: a `+` is no space
    empty: bool = False  # `allowEmptyValue`: a name without a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a member of a form or of a multipart body is written (OpenAPI 3.1, 4.8.15)."""

    content_types: tuple[str, ...] = ()  # of the part; empty: whatever fits the member's schema
    style: str = ""  # as that of a query parameter; "" where the document says none
    explode: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """One way in: a scheme and the scopes it must grant. A route takes any one of its ways."""

    scheme: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRoute:
    """What every route has. `body` names the member that holds the request body; "" merges an object body.

    The members of a merged body and the parameters are apart, but for those that `shared` names: the document
    describes them in both.
    Where bodies of several media types have schemas of their own, `variants` names the schema of the whole
    request for each: "createPets text/plain" beside "createPets", which is any of them.
    """

    name: str  # operationId; also the name of the request's schema
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None  # None: no body
    body_required: bool = False
    content_types: tuple[str, ...] = (JSON,)
    variants: Mapping[str, str] = field(default_factory=dict)  # by media type
    encodings: Mapping[str, Mapping[str, Encoding]] = field(default_factory=dict)  # by media type and member
    shared: tuple[str, ...] = ()  # members
    security: tuple[Security, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRoute(HttpRoute):
    """A route whose requests are decided and appended to the log."""

    decision: Decision[Any, Any]
    success: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRoute(HttpRoute, Generic[Q]):
    """A route that a read model answers."""

    request: type[Q]
    answer: Callable[[Any, RowStore], Found[Any] | RowPage[Any] | None]
    view: str
    items: str | None = None  # wire names of a page; both None: a bare array, `next` in a Link header
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a handwritten operation answers: a status, and a body: a model, JSON data, bytes or None."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRoute(HttpRoute):
    """A route answered wholly by hand."""

    request: type[Any]
    handle: Callable[[Any], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One bounded context."""

    name: str
    source: str  # CloudEvents source
    catalog: Catalog
    schemas: Schemas
    decisions: tuple[Decision[Any, Any], ...] = ()
    readers: tuple[Reader, ...] = ()
    policies: tuple[Policy, ...] = ()
    routes: tuple[HttpRoute, ...] = ()
    outcomes: str = OUTCOMES  # where the outcome of a command stands: f"{outcomes}/{command_id}"
