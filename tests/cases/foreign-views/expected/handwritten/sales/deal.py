"""Decisions of the Deal aggregate: pure functions; the time is an argument.

A decision returns events, none if nothing changes, or the reason why not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from generated.sales.events import Closed, DealEvent, Won


@dataclass(frozen=True, slots=True)
class Deal:
    """What decisions need to know, folded from events. The ledger keeps it as JSON."""


def initial() -> Deal:
    """The state before the first event."""
    return Deal()


def evolve(state: Deal, event: DealEvent, /) -> Deal:
    """The state after an event. It never refuses: an event is a fact."""
    match event:
        case Closed():
            raise NotImplementedError("how Closed changes the state")
        case Won():
            raise NotImplementedError("how Won changes the state")
        case _:
            assert_never(event)
