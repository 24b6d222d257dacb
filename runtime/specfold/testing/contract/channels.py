"""What a consumer of plain messages promises to anyone who sends to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest

from specfold.messaging import Channel, Consumer, Message, Received, UnreadableMessage
from specfold.model.errors import Unwritten
from specfold.model.messages import Event, Value
from specfold.testing.contract.events import EventPromise
from specfold.testing.contract.not_implemented import unwritten
from specfold.testing.contract.sample_payloads import Unmakeable, samples
from specfold.testing.contract.schema_validator import Judge

STRANGE = ({"\x00 of": "no channel"}, "no channel", 17.5, None, [None])
ID = "c-1"


@dataclass(frozen=True)
class ConsumerPromise:
    """A consumer, the promises of the messages it takes, and of those that answer."""

    consumer: Consumer
    events: tuple[EventPromise, ...]
    replies: tuple[EventPromise, ...] = ()

    @property
    def name(self) -> str:
        """The operation's name."""
        return self.consumer.name

    def hands_on(self) -> None:
        """What was sent arrives, with the parameters of its address, its headers and its correlation id."""
        for event, message, headers in self._messages():
            got: list[Received] = []

            def keep(received: Received, got: list[Received] = got) -> None:
                got.append(received)

            replace(self.consumer, handle=keep, reply=None)(message)
            assert [one.event for one in got] == [event], f"{self.name} must get the event that was sent"
            wanted, found = _said(headers), _said(got[0].headers)
            assert wanted.items() <= found.items(), f"{self.name} must get the headers that were sent"
            sent = self.consumer.channel.message(event, got[0].parameters, headers, ID)
            assert sent.address == message.address, f"{self.name} must get the parameters of the address"

    def hands_on_nothing_else(self) -> None:
        """What is none of its messages reaches no handler."""
        channel = self.consumer.channel
        known = [kind for kind in channel.catalog if kind.type in channel.types]
        judges = [Judge(channel.schemas.schema("messages", f"{k.type}/{k.version}")) for k in known]
        strange = [one for one in STRANGE if not any(judge.accepts(one) for judge in judges)]
        if not strange:
            pytest.skip(f"{channel.name} carries whatever comes")
        message = Message(address=_address(channel), body=json.dumps(strange[0]).encode())
        reached = replace(self.consumer, handle=lambda _: pytest.fail(f"{self.name} must not get it"))
        with pytest.raises(UnreadableMessage):
            reached(message)

    def takes(self) -> None:
        """What is written by hand takes every message, and says nothing against it."""
        for _, message, _ in self._messages():
            self._taken(message)

    def answers(self) -> None:
        """An answer is a documented one, goes where the message wants it, and says what it answers."""
        reply = self.consumer.reply
        assert reply is not None, f"{self.name} must answer"
        for event, message, _ in self._messages():
            place = reply.place(message, self.consumer.channel.receive(message))
            if place == "":
                pytest.skip(f"no sample of {event.type} says where it wants its answer")
            answer = self._taken(message)
            assert answer is not None, f"{self.name} must answer {event.type}"
            assert place in (None, answer.address), f"{self.name} must answer where it was asked to"
            back = reply.channel.receive(replace(answer, address=_address(reply.channel)))
            known = {promise.event for promise in self.replies}
            assert type(back.event) in known, f"{self.name} must answer with a documented message"
            asked = self.consumer.channel.receive(message).correlation
            if reply.channel.correlations.get(back.event.type):
                assert back.correlation == asked, f"the answer of {self.name} must say what it answers"

    def _taken(self, message: Message) -> Message | None:
        try:
            return self.consumer(message)
        except (NotImplementedError, Unwritten) as stub:
            unwritten(str(stub) or f"what {self.name} does")

    def _messages(self) -> Iterator[tuple[Event, Message, Value | None]]:
        """Each of its messages as its sender sends it."""
        channel = self.consumer.channel
        for promise in self.events:
            headers = self._headers(channel, promise)
            found = [
                (event, message)
                for payload in self._payloads(promise)
                for event in [promise.event.from_wire(json.dumps(payload))]
                for message in self._message(channel, event, headers)
            ]
            if not found:
                pytest.skip(f"no sample of {promise} can be sent")
            yield from ((event, message, headers) for event, message in found[: len(promise.payloads)])

    def _payloads(self, promise: EventPromise) -> list[Any]:
        """Published examples, and a few made ones: not every text is a level of an address."""
        try:
            return [*promise.payloads, *(samples(promise.judge.schema, 8) if not promise.examples else ())]
        except Unmakeable:
            return list(promise.payloads)

    def _message(self, channel: Channel, event: Event, headers: Value | None) -> Iterator[Message]:
        names = [part.partition("}")[0] for part in channel.address.split("{")[1:]]
        known = {name: f"a {name}" for name in names if name not in channel.locations}
        with suppress(ValueError):
            yield channel.message(event, known, headers, ID)

    def _headers(self, channel: Channel, promise: EventPromise) -> Value | None:
        kind = channel.headers.get(promise.event.type)
        if kind is None:
            return None
        schema = channel.schemas.schema("headers", promise.name)
        try:
            made: list[Any] = samples(schema, 1)
        except Unmakeable as error:
            pytest.skip(f"no headers of {promise.event.type} can be made: {error}")
        return kind.from_wire(made[0])


def _said(headers: Value | None) -> dict[str, Any]:
    return headers.to_wire() if headers is not None else {}


def _address(channel: Channel) -> str:
    """An address of a channel, every parameter filled."""
    return channel.address.replace("{", "a-").replace("}", "")
