"""Decisions of the Ticket aggregate: pure functions; the time is an argument.

A decision returns events, none if nothing changes, or the reason why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from generated.support.commands import CloseTicket
from generated.support.events import Closed, TicketEvent


@dataclass(frozen=True, slots=True)
class Ticket:
    """What decisions need to know, folded from events. The ledger keeps it as JSON."""


def initial() -> Ticket:
    """The state before the first event."""
    return Ticket()


def evolve(state: Ticket, event: TicketEvent, /) -> Ticket:
    """The state after an event. It never refuses: an event is a fact."""
    match event:
        case Closed():
            raise NotImplementedError("how Closed changes the state")
        case _:
            assert_never(event)


def close_ticket(command: CloseTicket, state: Ticket, at: datetime, /) -> Sequence[Closed]:
    """May emit `Closed`."""
    raise NotImplementedError("decide closeTicket")
