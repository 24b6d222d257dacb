"""The model of HTTP operations: routes, requests and responses. Import them from `model.ir`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.model.shape import Node, Shape


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
    reserved: bool = False  # `allowReserved`
    empty: bool = False  # `allowEmptyValue`


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a member of a form or multipart body is written; `style` is "" where the document says none."""

    member: str
    content_types: tuple[str, ...]
    style: str
    explode: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body in one media type; `item` instead of `shape` for sequential media types (OpenAPI 3.2)."""

    media_type: str
    shape: Shape | None
    item: Shape | None = None
    encodings: tuple[Encoding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The request whose body is of one media type, where bodies differ by it."""

    media_type: str
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request body."""

    required: bool
    contents: tuple[Content, ...]
    origin: Location


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
    """An HTTP operation; `name` is its operationId, or a stable one made from method and path.

    The `path` of a webhook is its name, that of a callback an address with runtime expressions.
    """

    method: str  # upper case
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[Requirement, ...], ...]  # any of (all of); empty: open to all
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    kind: Literal["path", "webhook", "callback"] = "path"
    cause: str = ""  # of a callback: the operation that asks for it
    variants: tuple[Variant, ...] = ()  # the preferred media type first; empty: one schema for all
    body_member: str | None = None  # wire name in the request's shape that holds the whole body
    shared: tuple[str, ...] = ()  # members that are described as parameter and as member of the body
