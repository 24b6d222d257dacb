"""HTTP: what the runtime answers and reads by itself, whatever a document describes."""

from __future__ import annotations

from typing import Final

OUTCOMES: Final = "/commands"  # where outcomes of commands are: f"{OUTCOMES}/{service}/{command_id}"
# Statuses that the runtime answers as a problem before a handler is called, or in its place.
BEFORE_A_HANDLER: Final = frozenset(("400", "401", "403", "413", "415"))
OF_THE_SERVICE: Final = BEFORE_A_HANDLER | {"404", "409", "412"}  # of commands, and of queries of read models
# Header fields that the runtime handles; a document may describe them, and no handler gets them.
PROTOCOL_HEADERS: Final = frozenset(
    ["idempotency-key", "if-match", "if-none-match", "prefer", "traceparent", "tracestate", "x-request-id"]
)
