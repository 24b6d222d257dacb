# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the support service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, Decision, fill_missing_handlers

from generated.support.commands import CloseTicket
from generated.support.events import Closed
from generated.support.handlers import TicketDecider
from handwritten.support import ticket

S = TypeVar("S")


def _ticket(decider: TicketDecider[S]) -> Aggregate[S]:
    """The Ticket aggregate."""
    return Aggregate(
        name="Ticket",
        identity="ticketId",
        channel="deals",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(Closed,),
    )


fill_missing_handlers(ticket, TicketDecider)
TICKET = _ticket(ticket)

CLOSE_TICKET = Decision(name="closeTicket", command=CloseTicket, aggregate=TICKET, decide=ticket.close_ticket)
