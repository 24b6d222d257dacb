"""What can go wrong in a running service. Each error says what its catcher may do about it.

No message holds a payload, a row or a state: they may be personal.
"""

from __future__ import annotations

from types import TracebackType

import msgspec
from pydantic import ValidationError


class Unavailable(Exception):
    """A port could not do its work now. Nothing is known to be wrong with the input: try again later."""


class Throttled(Unavailable):
    """A port refused because of its rate. The request did NOT take effect."""

    def __init__(self, message: str = "throttled", *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class Blocked(Unavailable):
    """A port refuses all work until a table, a permission or a quota is changed. Nothing took effect."""


class OutcomeUnknown(Unavailable):
    """A put may have taken effect, and may still do so later. Only the very same bytes may be put again."""


class Refused(ValueError):
    """The input can never be taken, however often it is tried."""


class CommitTooLarge(Refused):
    """An event is above 64 KiB, or a decision above 1 MiB or above what one transaction of a view holds."""


class CommitMalformed(Refused):
    """A commit would not be well formed: nested too deeply, for example. Every reader would pass over it."""


class InvalidIdentity(Refused):
    """An id cannot stand in a partition key, or in the path of its aggregate."""

    def __init__(self, message: str, member: str = "") -> None:
        super().__init__(message)
        self.member = member  # wire name of the id


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


NEWER = "newer than this code: "  # how the reason of a key begins that waits for newer code


class NewerEvent(Refused):
    """An event of a known name in a version that this code cannot read. Newer code reads it.

    `types` are the CloudEvents types that are not read, separated by spaces.
    """

    def __init__(self, types: str, why: str) -> None:
        super().__init__(f"{NEWER}{why}: deploy the newer code")
        self.types = types


class InvalidEvent(HandlerFault):
    """A decision returned an event that its published schema refuses, or one of another aggregate."""


class InvalidAnswer(HandlerFault):
    """An operation answered what its documented schema refuses."""


class StateUnreadable(HandlerFault):
    """A stored state cannot be decided on, or a state does not survive being stored as JSON."""


OUTDATED = "outdated: "  # how the reason of a key begins whose stored state or row is folded again by itself


class StateOutdated(StateUnreadable):
    """What was stored does not read by this code's class: it is folded again from the log."""


MOST_ERRORS = 1000  # of a ValidationError that are looked at
_ELSEWHERE = ("pydantic", "typing", "specfold.model.not_implemented")  # whose lines tell nobody where to look


def described(error: BaseException) -> str:
    """What went wrong and where, without a word of the data: messages of exceptions may quote payloads."""
    text = type(error).__name__
    if isinstance(error, HandlerFault | Refused | Unavailable | Unwritten):
        text += f": {error}"
    if isinstance(error, msgspec.DecodeError):
        text += f": {error}"[:300]  # names the member of our own envelope, and types; never a value
    if isinstance(error, ValidationError):
        text += f" of {error.title}: {_places(error)}"[:300]
    return text + _place(error.__traceback__)


def _places(error: ValidationError) -> str:
    """Where a class refuses a value, and why; no word of the value."""
    if error.error_count() > MOST_ERRORS:  # pydantic makes all of them or none
        return f"{error.error_count()} errors"
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'/'.join(map(str, e['loc'])) or 'the payload'} {e['type']}" for e in found)


def _place(trace: TracebackType | None) -> str:
    """The innermost line outside of libraries, by module name: a path would tell of the machine."""
    where = ""
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        if not module.startswith(_ELSEWHERE):
            where = f" at {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
