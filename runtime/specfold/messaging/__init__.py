"""Plain messages: what a service sends and receives on channels that are no log of an aggregate.

The transport is the project's own: a function that sends a `Message`, an entry point that was handed one.
Nothing here knows a broker. The body is the documented payload and nothing around it.
"""

from specfold.messaging.channel import Channel
from specfold.messaging.consumer import Consumer, ReplyTo
from specfold.messaging.messages import Handled, Message, Received, Reply, Send, UnreadableMessage

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
