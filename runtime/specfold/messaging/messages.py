"""Messages as transports carry them, and as handlers get them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from specfold.model.messages import Event, Value
from specfold.model.shared.media_types import JSON

E_co = TypeVar("E_co", bound=Event, covariant=True)
V = TypeVar("V", bound=Value)


class UnreadableMessage(ValueError):
    """A message that is none of those its channel carries. Says which and where, never what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as a transport carries it.

    `type` is its name, where the transport has a place for that. Messages of one `key` stay in order, where
    the transport can keep it: those to one address with parameters. Without a key there is no order.
    `headers` is None where the transport carries none; a message without any has an empty mapping, and is
    refused where one is required.
    """

    address: str
    body: bytes
    type: str = ""
    key: str = ""
    content_type: str = JSON
    headers: Mapping[str, str] | None = field(default_factory=dict)


Send = Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message as it is understood: the event in its latest version, and what was said around it.

    `headers` is None where the transport carries none, `correlation` where the message says nothing of it.
    """

    event: Event
    parameters: Mapping[str, str] = field(default_factory=dict)  # of the address, by wire name
    headers: Value | None = None
    correlation: str | None = None

    def told(self, kind: type[V]) -> V | None:
        """The headers as their class."""
        return self.headers if isinstance(self.headers, kind) else None


@dataclass(frozen=True, slots=True)
class Reply(Generic[E_co]):
    """An answer with headers of its own; the runtime adds the correlation id."""

    event: E_co
    headers: Value | None = None


Handled = Event | Reply[Event] | None
