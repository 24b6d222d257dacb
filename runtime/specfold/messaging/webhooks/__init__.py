"""Requests that a service makes of others: webhooks that they have subscribed to, and callbacks.

Nothing here knows a network: what is documented becomes a request, and a transport sends it.
`specfold.messaging.webhooks.https_transport` is one.
"""

from specfold.messaging.webhooks.request_encoding import Asked
from specfold.messaging.webhooks.sender import Answered, Outgoing, Post, Undeliverable

__all__ = ["Answered", "Asked", "Outgoing", "Post", "Undeliverable"]
