"""Channels of plain messages: out as a transport carries them, in as typed events."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from pydantic import ValidationError
from pydantic_core import to_json

from specfold.messaging import headers as texts
from specfold.messaging.expressions import evaluated, with_correlation
from specfold.messaging.messages import Message, Received, UnreadableMessage
from specfold.model.json_pointer import ABSENT
from specfold.model.json_text import UnsafeJson, decode
from specfold.model.messages import Catalog, Event, Value
from specfold.model.schemas import Schemas
from specfold.model.shared.media_types import JSON
from specfold.model.values.read_attempts import is_affordable

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel: its address, which may have `{parameters}`, and the messages it carries, by name.

    `headers` are classes, `correlations` runtime expressions, both by message; `locations` are expressions by
    parameter: where a message says what its address holds.
    """

    name: str
    address: str
    types: tuple[str, ...]
    catalog: Catalog
    schemas: Schemas
    content_types: Mapping[str, str] = field(default_factory=dict)  # by message; JSON where it is not here
    headers: Mapping[str, type[Value]] = field(default_factory=dict)
    correlations: Mapping[str, str] = field(default_factory=dict)
    locations: Mapping[str, str] = field(default_factory=dict)

    def message(
        self,
        event: Event,
        parameters: Mapping[str, object] | None = None,
        headers: Value | None = None,
        correlation: str | None = None,
    ) -> Message:
        """An event as it is sent. Values of parameters are escaped: a `/` in one makes no further level.

        Raises:
            ValueError: payload or headers are not what their published schemas say, or do not say an address.
        """
        payload, told = event.to_wire(), headers.to_wire() if headers else {}
        body = event.to_json()
        expression = self.correlations.get(event.type, "")
        if correlation is not None and expression:
            changed, told = with_correlation(expression, payload, told, correlation)
            body = body if changed == payload else json.dumps(changed).encode()
            payload = changed
        self._check(event, payload, told)
        given = parameters or {}
        address = self._filled({**given, **self._located(payload, told)})
        return Message(
            address=address,
            body=body,
            type=event.type,
            key=address if _PARAMETER.search(self.address) else "",
            content_type=self.content_types.get(event.type, JSON),
            headers=texts.written(told),
        )

    def read(self, message: Message) -> Event:
        """The event in its latest version. Without a `type`, the first that the body is valid as.

        Raises:
            UnreadableMessage: it is none of this channel's messages.
        """
        return self._read(message)[1]

    def receive(self, message: Message) -> Received:
        """The event, and what the message says around it.

        Raises:
            UnreadableMessage: it is none of this channel's messages, or came by none of its addresses.
        """
        payload, event, published = self._read(message)
        kind = self.headers.get(event.type)
        told = self._told(message, published) if kind else dict(message.headers or {})
        parameters = self._parameters(message.address, payload, told)
        found = evaluated(self.correlations.get(event.type, ""), payload, told)
        return Received(
            event=event,
            parameters=parameters,
            headers=kind.from_wire(told) if kind and message.headers else None,
            correlation=None if found is ABSENT else texts.text(found),
        )

    def _read(self, message: Message) -> tuple[Any, Event, str]:
        """The payload, the event, and which published form it is."""
        try:
            payload = decode(message.body)  # JSON and nothing else: no NaN, no 1e400
        except UnsafeJson as error:
            raise UnreadableMessage(f"a message on {self.name} is not read: {error}") from error
        except ValueError as error:
            raise UnreadableMessage(f"a message on {self.name} is no JSON") from error
        wanted = (message.type,) if message.type else self.types
        for event in self.catalog:
            known = event.type in wanted and event.type in self.types
            published = f"{event.type}/{event.version}"
            if not known or self.schemas.problems("messages", published, payload):
                continue
            if is_affordable(event, payload):
                try:
                    read = event.from_wire(to_json(payload))
                except ValidationError:  # a class may be narrower than its schema
                    continue
                return payload, self.catalog.latest(read), published
        raise UnreadableMessage(f"a message on {self.name} is none of {', '.join(wanted)}")

    def _told(self, message: Message, published: str) -> dict[str, Any]:
        schema = self.schemas.schema("headers", published)
        told = texts.read(message.headers or {}, schema)
        if message.headers is not None and self.schemas.problems("headers", published, told):
            raise UnreadableMessage(f"a message on {self.name} has not the headers of {published}")
        return told

    def _check(self, event: Event, payload: Any, told: Any) -> None:
        published = f"{event.type}/{event.version}"
        problems = self.schemas.problems("messages", published, payload)
        if event.type in self.headers:
            problems += self.schemas.problems("headers", published, told)
        if problems:
            raise ValueError(f"{event.type} is not as published: {'; '.join(problems)}")

    def _located(self, payload: Any, told: Any) -> dict[str, object]:
        found = {name: evaluated(where, payload, told) for name, where in self.locations.items()}
        for name, value in found.items():
            if value is ABSENT:
                raise ValueError(f"the message does not say its {name}, at {self.locations[name]}")
        return found

    def _filled(self, parameters: Mapping[str, object]) -> str:
        def value(match: re.Match[str]) -> str:
            if match[1] not in parameters:
                return match[0]
            text = quote(texts.text(parameters[match[1]]), safe="")
            if not text:
                raise ValueError(f"the {match[1]} of {self.name} is empty, and a level of an address is not")
            return text

        return _PARAMETER.sub(value, self.address)

    def _parameters(self, address: str, payload: Any, told: Any) -> dict[str, str]:
        """By the address; where a transport has none, by what the message says."""
        names = _PARAMETER.findall(self.address)
        parts = map(re.escape, _PARAMETER.split(self.address)[::2])
        found = re.fullmatch("([^/]+?)".join(parts), address)
        if found is not None or not names:
            return dict(zip(names, map(unquote, found.groups()), strict=True)) if found else {}
        said = {name: evaluated(self.locations.get(name, ""), payload, told) for name in names}
        if ABSENT in said.values():
            raise UnreadableMessage(f"a message came by no address of {self.name}")
        return {name: texts.text(value) for name, value in said.items()}
