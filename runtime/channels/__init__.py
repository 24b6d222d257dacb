"""Plain messages: what a service sends and receives on channels that are no log of an aggregate.

The transport is the project's own: a function that sends a `Message`, an entry point that was handed one.
Nothing here knows a broker. The body is the documented payload and nothing around it.
"""

from runtime.channels.channel import Channel
from runtime.channels.consumer import Consumer, ReplyTo
from runtime.channels.messages import Handled, Message, Received, Reply, Send, UnreadableMessage

__all__ = [
    "Channel",
    "Consumer",
    "Handled",
    "Message",
    "Received",
    "Reply",
    "ReplyTo",
    "Send",
    "UnreadableMessage",
]
