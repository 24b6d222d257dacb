"""What can go wrong in a running service. Each error says what its catcher may do about it.

No message holds a payload, a row or a state: they may be personal.
"""

from __future__ import annotations

from types import TracebackType

from pydantic import ValidationError


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


class InvalidPageToken(Refused):
    """A page token is broken, or of another query: the client's fault (400)."""

    def __init__(self, message: str = "this is no page of this query") -> None:
        super().__init__(message)


class DamagedLine(Refused):
    """A line of the archive does not read: its record is missing, and nobody may guess it."""


class Unwritten(NotImplementedError):
    """A handwritten function that the specs ask for is not there."""


class HandlerFault(Exception):
    """Handwritten code broke its contract. Nothing was appended."""


class InvalidEvent(HandlerFault):
    """A decision returned an event that its published schema refuses, or one of another aggregate."""


class InvalidAnswer(HandlerFault):
    """An operation answered what its documented schema refuses."""


class StateUnreadable(HandlerFault):
    """A stored state is not of today's State class, or a state does not survive being stored as JSON."""


_ELSEWHERE = ("pydantic", "typing", "runtime.unwritten")  # whose lines tell nobody where to look


def described(error: BaseException) -> str:
    """What went wrong and where, without a word of the data: messages of exceptions may quote payloads."""
    text = type(error).__name__
    if isinstance(error, HandlerFault | Refused | Unavailable | Unwritten):
        text += f": {error}"
    if isinstance(error, ValidationError):
        places = (f"{'/'.join(map(str, e['loc']))} {e['type']}" for e in error.errors())
        text += f" of {error.title}: {', '.join(places)}"[:300]
    return text + _place(error.__traceback__)


def _place(trace: TracebackType | None) -> str:
    """The innermost line outside of libraries, by module name: a path would tell of the machine."""
    where = ""
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        if not module.startswith(_ELSEWHERE):
            where = f" at {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
