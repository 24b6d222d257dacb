"""Channels of plain messages: out as a transport carries them, in as typed events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec
from pydantic import ValidationError
from pydantic_core import to_json

from runtime.messages import Catalog, Event
from runtime.schemas import Schemas

JSON = "application/json"


class UnreadableMessage(ValueError):
    """A message that is none of those its channel carries. Says which and where, never what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as a transport carries it.

    `type` is its name, where the transport has a place for that. Messages of one `key` stay in order, where
    the transport can keep it: those to one address with parameters. Without a key there is no order.
    """

    address: str
    body: bytes
    type: str = ""
    key: str = ""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


Send = Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel: its address, which may have `{parameters}`, and the messages it carries, by name."""

    name: str
    address: str
    types: tuple[str, ...]
    catalog: Catalog
    schemas: Schemas
    content_types: Mapping[str, str] = field(default_factory=dict)  # by message; JSON where it is not here

    def message(self, event: Event, parameters: Mapping[str, object] | None = None) -> Message:
        """An event as it is sent. Values of parameters are escaped: a `/` in one makes no further level.

        Raises:
            ValueError: the payload is not what its published schema says.
        """
        payload = event.to_wire()
        problems = self.schemas.problems("messages", f"{event.type}/{event.version}", payload)
        if problems:
            raise ValueError(f"{event.type} is not as published: {'; '.join(problems)}")
        address = self.address
        for name, value in (parameters or {}).items():
            address = address.replace(f"{{{name}}}", quote(str(value), safe=""))
        return Message(
            address=address,
            body=event.to_json(),
            type=event.type,
            key=address if parameters else "",
            content_type=self.content_types.get(event.type, JSON),
        )

    def read(self, message: Message) -> Event:
        """The event in its latest version. Without a `type`, the first that the body is valid as.

        Raises:
            UnreadableMessage: it is none of this channel's messages.
        """
        try:
            message.body.decode()  # msgspec passes over bad UTF-8 in what it skips
            payload = msgspec.json.decode(message.body)  # JSON and nothing else: no NaN, no 1e400
        except (ValueError, RecursionError) as error:
            raise UnreadableMessage(f"a message on {self.name} is no JSON") from error
        wanted = (message.type,) if message.type else self.types
        for event in self.catalog:
            known = event.type in wanted and event.type in self.types
            if known and not self._problems(event, payload):
                try:
                    read = event.from_wire(to_json(payload))
                except ValidationError:  # a class may be narrower than its schema
                    continue
                return self.catalog.latest(read)
        raise UnreadableMessage(f"a message on {self.name} is none of {', '.join(wanted)}")

    def _problems(self, event: type[Event], payload: Any) -> list[str]:
        return self.schemas.problems("messages", f"{event.type}/{event.version}", payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A handwritten reaction to plain messages. Call it with each message that arrives."""

    name: str
    channel: Channel
    handle: Callable[[Event], None]

    def __call__(self, message: Message) -> None:
        """Read the message and react.

        Raises:
            UnreadableMessage: it is none of the channel's messages.
        """
        self.handle(self.channel.read(message))
