"""What is asked of a command, and what may come of it: values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from runtime.commit import Position
from runtime.messages import Rejection

_NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:specfold:commands")


def derived_id(*parts: str) -> str:
    """A command id that the same parts give again: a client's Idempotency-Key, or an event and a policy."""
    return str(uuid5(_NAMESPACE, "\x1f".join(parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a command is asked for, beside its members."""

    command_id: str
    expected: frozenset[int] | None = None  # versions that the client takes (If-Match); None: any
    must_exist: bool = False  # If-Match: *
    wait: float = 0.0  # seconds to wait for the verdict
    correlation: str | None = None
    causation: str | None = None
    trace: str | None = None  # W3C traceparent

    def refuses(self, version: int) -> bool:
        """Whether the client's condition does not hold at this version."""
        return (self.must_exist and version == 0) or (
            self.expected is not None and version not in self.expected
        )


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


@dataclass(frozen=True, slots=True)
class Stub:
    """The decision is not written yet."""

    name: str


Settled = Unchanged | Rejected | PreconditionFailed | Held | Stub  # without an append
Outcome = Accepted | Settled | Conflict | Pending | Uncertain
