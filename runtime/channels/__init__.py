"""Plain messages: what a service sends and receives on channels that are no log of an aggregate.

The transport is the project's own: a function that sends a `Message`, an entry point that was handed one.
Nothing here knows a broker. The body is the documented payload and nothing around it.
"""

from runtime.channels.messages import Channel, Consumer, Message, Send, UnreadableMessage

__all__ = ["Channel", "Consumer", "Message", "Send", "UnreadableMessage"]
