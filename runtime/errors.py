"""What can go wrong in a running service. Each error says what its catcher may do about it.

No message holds a payload, a row or a state: they may be personal.
"""

from __future__ import annotations


class Unavailable(Exception):
    """A port could not do its work now. Nothing is known to be wrong with the input: try again later."""


class Throttled(Unavailable):
    """A port refused because of its rate. The request did NOT take effect."""

    def __init__(self, message: str = "throttled", *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class OutcomeUnknown(Unavailable):
    """A put may have taken effect, and may still do so later. Only the very same bytes may be put again."""


class Refused(ValueError):
    """The input can never be taken, however often it is tried."""


class CommitTooLarge(Refused):
    """An event is above 64 KiB, or the events of one decision are above 1 MiB together."""


class InvalidIdentity(Refused):
    """An id cannot stand in a partition key: empty, too long, or with control characters."""


class HandlerFault(Exception):
    """Handwritten code broke its contract. Nothing was appended."""


class InvalidEvent(HandlerFault):
    """A decision returned an event that its published schema refuses, or one of another aggregate."""


class StateUnreadable(HandlerFault):
    """A stored state is not of today's State class, or a state does not survive being stored as JSON."""
