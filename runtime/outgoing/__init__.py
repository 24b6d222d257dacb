"""Requests that a service makes of others: webhooks that they have subscribed to, and callbacks.

Nothing here knows a network: what is documented becomes a request, and a transport sends it.
`runtime.outgoing.https` is one.
"""

from runtime.outgoing.requests import Asked
from runtime.outgoing.sending import Answered, Outgoing, Post, Undeliverable

__all__ = ["Answered", "Asked", "Outgoing", "Post", "Undeliverable"]
