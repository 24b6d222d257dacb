"""What is asked of a command, and what may come of it: values, never exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from specfold.eventlog.commit import Position
from specfold.model.messages import Rejection

_NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:specfold:commands")


def derived_id(*parts: str) -> str:
    """A command id that the same parts give again: a client's Idempotency-Key, or an event and a policy."""
    return str(uuid5(_NAMESPACE, "\x1f".join(parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a command is asked for, beside its members."""

    command_id: str
    holds_at: Callable[[int], bool] | None = None  # the client's preconditions, at a version; 0: none exists
    wait: float = 0.0  # seconds to wait for the verdict
    correlation: str | None = None
    causation: str | None = None
    trace: str | None = None  # W3C traceparent
    commandhash: str | None = None  # tells requests of one command id apart

    def within(self, trace: str | None) -> Request:
        """The same request as a part of this trace."""
        return replace(self, trace=trace)

    def refuses(self, version: int) -> bool:
        """Whether the client's condition does not hold at this version."""
        return self.holds_at is not None and not self.holds_at(version)


@dataclass(frozen=True, slots=True)
class Accepted:
    """It stands in the history of the aggregate, as this version."""

    command_id: str
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There was nothing to do; nothing was appended."""

    command_id: str
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """The decision gave a reason why not; nothing was appended."""

    rejection: Rejection


@dataclass(frozen=True, slots=True)
class Conflict:
    """Others were faster, as often as it was decided again; nothing of it is in the history."""

    version: int


@dataclass(frozen=True, slots=True)
class PreconditionFailed:
    """The aggregate is not at a version that the client takes."""

    version: int


@dataclass(frozen=True, slots=True)
class Pending:
    """It stands in the log; the ledger has not come there yet."""

    command_id: str
    key: str
    position: Position


@dataclass(frozen=True, slots=True)
class Voided:
    """It stood in the log, and lost: nothing of it is in the history, which has come to this version."""

    command_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may or may not stand in the log. The same command id may be used again, and acts once."""

    command_id: str


@dataclass(frozen=True, slots=True)
class Held:
    """The aggregate waits for its repair: no decision can stand on it now."""

    key: str
    newer: str = ""  # the CloudEvents types that only newer code reads, where it waits for that


@dataclass(frozen=True, slots=True)
class Stub:
    """The decision is not written yet."""

    name: str


@dataclass(frozen=True, slots=True)
class Reused:
    """The command id stands in the history for another request; nothing was appended."""

    command_id: str


Settled = Reused | Unchanged | Rejected | PreconditionFailed | Held | Stub  # without an append
Outcome = Accepted | Settled | Conflict | Pending | Uncertain
