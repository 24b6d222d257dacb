"""Who reacts to plain messages, and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from specfold.messaging import headers as texts
from specfold.messaging.channel import Channel
from specfold.messaging.expressions import evaluated
from specfold.messaging.messages import Handled, Message, Received, Reply
from specfold.model.json_pointer import ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """Where answers go: a channel, or the address that a message names by a runtime expression."""

    channel: Channel
    address: str = ""

    def place(self, message: Message, received: Received) -> str | None:
        """The address that a message wants its answer at; None: the channel's own; "": none at all."""
        if not self.address:
            return None
        payload = received.event.to_wire()
        told = received.headers.to_wire() if received.headers else dict(message.headers or {})
        found = evaluated(self.address, payload, told)
        if found is not ABSENT and found:
            return texts.text(found)
        return None if self.channel.address else ""

    def message(self, answer: Handled, received: Received, place: str | None) -> Message | None:
        """The answer, with the id that tells the asker what it answers.

        Raises:
            ValueError: it is not what its published schema says.
        """
        if answer is None or place == "":
            return None
        event, headers = (answer.event, answer.headers) if isinstance(answer, Reply) else (answer, None)
        made = self.channel.message(event, received.parameters, headers, received.correlation)
        return made if place is None else replace(made, address=place, key=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A handwritten reaction to plain messages. Call it with each message that arrives."""

    name: str
    channel: Channel
    handle: Callable[[Received], Handled]
    reply: ReplyTo | None = None

    def __call__(self, message: Message) -> Message | None:
        """Read the message and react; the answer, for anyone who called to send, where there is one.

        Raises:
            UnreadableMessage: it is none of the channel's messages.
        """
        received = self.channel.receive(message)
        if self.reply is None:
            self.handle(received)
            return None
        place = self.reply.place(message, received)
        return self.reply.message(self.handle(received), received, place)
