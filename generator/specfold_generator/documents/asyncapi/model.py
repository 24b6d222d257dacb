"""What an AsyncAPI document says, whatever its version: messages, channels, operations, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Identity, View


@dataclass(frozen=True, kw_only=True)
class Payload:
    """Where a payload's schema stands, and in which format; "" is AsyncAPI's own."""

    at: DocumentNode
    format: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message with its traits merged in."""

    id: Identity
    name: str
    key: str  # the name it stands under in the document, or one made from its channel
    doc: str
    view: View
    payload: Payload | None
    headers: tuple[DocumentNode, ...]  # more than one where traits add some
    content_type: str
    correlation: str
    examples: tuple[ir.Example, ...]
    aliases: frozenset[Identity] = frozenset()  # further places that say the same


@dataclass(frozen=True, kw_only=True)
class ChannelEntry:
    """A channel. `address` is None where it is known only at run time."""

    id: Identity
    name: str
    address: str | None
    doc: str
    view: View
    parameters: tuple[str, ...]
    messages: tuple[Message, ...]
    kinesis_server: bool


@dataclass(frozen=True, kw_only=True)
class ReplyEntry:
    """The answer that an operation expects or gives."""

    channel: ChannelEntry | None
    messages: tuple[Message, ...]
    address: str
    span: Location


@dataclass(frozen=True, kw_only=True)
class OperationEntry:
    """What the application does: it sends, or it receives."""

    name: str
    doc: str
    view: View
    action: Literal["send", "receive"]
    channel: ChannelEntry
    messages: tuple[Message, ...]
    reply: ReplyEntry | None = None


@dataclass(frozen=True, kw_only=True)
class AsyncApi:
    """One document."""

    view: View
    title: str
    version: str
    doc: str
    channels: tuple[ChannelEntry, ...]
    operations: tuple[OperationEntry, ...]
    messages: tuple[Message, ...]
